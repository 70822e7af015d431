"""Times epochs of PyTorch's mini-batch SGD on a dense ReLU network with the square loss, on request.

Arguments: widths ("64,32,32,1"), samples, dtype (float64 | float32), batch size.
Each line read from standard input, "<threads> <seconds>", is answered with the shortest epoch in nanoseconds.
"""
import sys

import torch

from timing import answer


def main():
    widths = [int(w) for w in sys.argv[1].split(",")]
    count, dtype, batch = int(sys.argv[2]), getattr(torch, sys.argv[3]), int(sys.argv[4])
    torch.manual_seed(0)
    inputs = torch.rand(count, widths[0], dtype=dtype) - 0.5
    targets = torch.sign(torch.rand(count, widths[-1], dtype=dtype) - 0.5)
    layers = []
    for m, n in zip(widths[:-1], widths[1:]):
        layers += [torch.nn.Linear(m, n, bias=False, dtype=dtype), torch.nn.ReLU()]
    network = torch.nn.Sequential(*layers[:-1])
    optimizer = torch.optim.SGD(network.parameters(), lr=1e-3, weight_decay=1e-3)

    def epoch():
        order = torch.randperm(count)
        for start in range(0, count, batch):
            chosen = order[start : start + batch]
            optimizer.zero_grad(set_to_none=True)
            loss = ((network(inputs[chosen]) - targets[chosen]) ** 2).mean()
            loss.backward()
            optimizer.step()

    answer(epoch)


main()
