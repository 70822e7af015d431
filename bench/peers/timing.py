"""The protocol of the peers: each line "<threads> <seconds>" is answered with the shortest call in nanoseconds."""
import sys
import time

import torch


def answer(call):
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        threads, seconds = line.split()
        if torch.get_num_threads() != int(threads):
            torch.set_num_threads(int(threads))
            call()
        best, end = float("inf"), time.perf_counter() + float(seconds)
        while True:
            start = time.perf_counter_ns()
            call()
            now = time.perf_counter_ns()
            best = min(best, now - start)
            if now * 1e-9 > end:
                break
        print(best, flush=True)
