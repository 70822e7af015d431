"""Times PyTorch's full-batch gradient of a network, on request.

Arguments: widths ("64,32,32,1"), samples, dtype (float64 | float32), activation (relu | tanh | swish), and the channels
of 3x3 convolutions with stride 2 and padding 1 on 3x32x32 images that come first ("" for a dense network). Of a
convolutional network both memory formats are timed at the start, and the faster one is kept.
Each line read from standard input, "<threads> <seconds>", is answered with the shortest call in nanoseconds.
"""
import sys
import time

import torch

from timing import answer


def activation(name):
    if name == "relu":
        return torch.relu
    if name == "tanh":
        return torch.tanh
    return torch.nn.functional.silu


def convolutional(channels, count, dtype, act):
    def case(layout):
        images = (torch.rand(count, 3, 32, 32, dtype=dtype) - 0.5).to(memory_format=layout)
        targets = torch.sign(torch.rand(count, 1, dtype=dtype) - 0.5)
        kernels = [
            (torch.randn(n, m, 3, 3, dtype=dtype) / (9 * m) ** 0.5).to(memory_format=layout).requires_grad_()
            for m, n in zip([3] + channels[:-1], channels)
        ]
        size = 32 // 2 ** len(channels)
        last = (torch.randn(1, channels[-1] * size**2, dtype=dtype) / 20).requires_grad_()

        def gradient():
            h = images
            for kernel in kernels:
                h = act(torch.nn.functional.conv2d(h, kernel, stride=2, padding=1))
            loss = ((h.flatten(1) @ last.T - targets) ** 2).mean()
            return torch.autograd.grad(loss, kernels + [last])

        return gradient

    cases = [case(torch.contiguous_format), case(torch.channels_last)]
    return min(cases, key=lambda call: min(timed(call) for _ in range(6)))


def timed(call):
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main():
    widths = [int(w) for w in sys.argv[1].split(",")]
    count, dtype, act = int(sys.argv[2]), getattr(torch, sys.argv[3]), activation(sys.argv[4])
    channels = [int(c) for c in sys.argv[5].split(",") if c] if len(sys.argv) > 5 else []
    torch.manual_seed(0)
    if channels:
        answer(convolutional(channels, count, dtype, act))
        return
    inputs = torch.rand(count, widths[0], dtype=dtype) - 0.5
    targets = torch.sign(torch.rand(count, widths[-1], dtype=dtype) - 0.5)
    weights = [
        (torch.randn(n, m, dtype=dtype) / m**0.5).requires_grad_()
        for m, n in zip(widths[:-1], widths[1:])
    ]

    def gradient():
        h = inputs
        for weight in weights[:-1]:
            h = act(h @ weight.T)
        loss = ((h @ weights[-1].T - targets) ** 2).mean()
        return torch.autograd.grad(loss, weights)

    answer(gradient)


main()
