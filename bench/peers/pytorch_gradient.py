"""Times PyTorch's full-batch gradient of a dense network, on request.

Arguments: widths ("64,32,32,1"), samples, dtype (float64 | float32), activation (relu | tanh | swish).
Each line read from standard input, "<threads> <seconds>", is answered with the shortest call in nanoseconds.
"""
import sys

import torch

from timing import answer


def activation(name):
    if name == "relu":
        return torch.relu
    if name == "tanh":
        return torch.tanh
    return torch.nn.functional.silu


def main():
    widths = [int(w) for w in sys.argv[1].split(",")]
    count, dtype, act = int(sys.argv[2]), getattr(torch, sys.argv[3]), activation(sys.argv[4])
    torch.manual_seed(0)
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
