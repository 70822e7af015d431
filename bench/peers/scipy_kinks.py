"""True errors and evaluations of SciPy's solvers on the flow of `Flow.Benchmarks kinks precision`, as lines of CSV:
solver, rtol, t, evaluations, evaluations, seconds, largest error of an output rho f_n at t.

Arguments: reference.csv of that command (t, then rho f_n for each sample) and tolerances with commas between; atol is
a thousandth of rtol. The right-hand side is plain numpy. A method that needs more than 300,000 evaluations is given up.
"""
import sys
import time

import numpy as np
import scipy
from scipy.integrate import RK45, DOP853

WIDTHS = [64, 32, 32, 1]
DECAY = 0.01
MOST = 300_000


def load():
    rows = np.loadtxt('src/Flow.Experiments/Data/optdigits.csv', delimiter=',')
    rows = rows[(rows[:, 64] == 3) | (rows[:, 64] == 8)]
    x = rows[:, :64]
    return x / np.linalg.norm(x, axis=1, keepdims=True), np.where(rows[:, 64] == 3, 1.0, -1.0)


def start():
    parts = []
    for k in range(1, len(WIDTHS)):
        i, j = np.meshgrid(np.arange(WIDTHS[k]), np.arange(WIDTHS[k - 1]), indexing='ij')
        v = np.sin(1.3 + 0.7*i + 1.1*j + 0.37*i*j + 2.3*k)
        parts.append((v / np.linalg.norm(v)).ravel())
    return np.concatenate(parts + [[1.0]])


X, Y = load()
SHAPES = [(WIDTHS[k], WIDTHS[k - 1]) for k in range(1, len(WIDTHS))]
ENDS = np.cumsum([a*b for a, b in SHAPES])


def layers(state):
    return [part.reshape(shape) for part, shape in zip(np.split(state[:-1], ENDS[:-1]), SHAPES)]


def forward(state):
    v = layers(state)
    h = [X]
    for w in v[:-1]:
        h.append(np.maximum(h[-1] @ w.T, 0))
    return v, h, (h[-1] @ v[-1].T)[:, 0]


def field(t, state):
    v, h, f = forward(state)
    rho, n = state[-1], len(Y)
    error = Y - rho*f
    delta = (-2*rho/n*error)[:, None]
    result = np.empty_like(state)
    for k in range(len(v) - 1, -1, -1):
        g = -(delta.T @ h[k])
        g -= v[k]*np.sum(v[k]*g)/np.sum(v[k]*v[k])
        result[ENDS[k] - g.size:ENDS[k]] = g.ravel()
        delta = (delta @ v[k])*(h[k] > 0)
    result[-1] = 2/n*np.sum(error*f) - 2*DECAY*rho
    return result


def run(name, method, rtol, reference):
    begin = time.process_time()
    solver = method(field, 0, start(), reference[-1][0], rtol=rtol, atol=1e-3*rtol)
    left = list(reference)
    while left and solver.status == 'running' and solver.nfev < MOST:
        solver.step()
        while left and left[0][0] <= solver.t:
            t, expected = left[0][0], left.pop(0)[1:]
            state = solver.dense_output()(t)
            for a, b in zip([0, *ENDS[:-1]], ENDS):
                state[a:b] /= np.linalg.norm(state[a:b])
            error = np.max(np.abs(state[-1]*forward(state)[2] - expected))
            print(f'{name},{rtol:g},{t:g},{solver.nfev},{solver.nfev},{time.process_time() - begin:.2f},{error:.3e}',
                  flush=True)


def main():
    reference = np.loadtxt(sys.argv[1], delimiter=',', ndmin=2)
    print(f'# SciPy {scipy.__version__}')
    for tolerance in sys.argv[2].split(','):
        for name, method in (('SciPy RK45', RK45), ('SciPy DOP853', DOP853)):
            run(name, method, float(tolerance), reference)


if __name__ == '__main__':
    main()
