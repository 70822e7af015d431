"""Runs SciPy's solvers on the problems of the work-precision study and prints what they cost and how wrong they are.

    dotnet run -c Release --project bench/Flow.Benchmarks -- precision export flow-swish50 runs/flow-swish50.bin
    OPENBLAS_NUM_THREADS=1 python3 bench/peers/scipy_precision.py flow-swish50 runs/flow-swish50.bin
    OPENBLAS_NUM_THREADS=1 python3 bench/peers/scipy_precision.py heat,orego,hires
    OPENBLAS_NUM_THREADS=1 python3 bench/peers/scipy_precision.py flow-rho10 runs/flow-rho10.bin BDF,Radau 180 1e-3,1e-5

Prints problem,solver,rtol,evaluations,seconds,error,status, one line for each run. Evaluations are all calls of the
right-hand side, those for Jacobians by differences too. BDF, Radau and LSODA have dense Jacobians; runs longer than
the limit (60 seconds of the processor, or the fourth argument) are given up, and with them the tighter tolerances of
the method.
"""
import signal
import sys
import time

import numpy as np
import scipy
from scipy.integrate import solve_ivp

from scipy_ivp import PROBLEMS

LIMIT = 60
TOLERANCES = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10]
METHODS = ['RK45', 'DOP853', 'LSODA', 'BDF', 'Radau']
ENDS = {
    'orego': [1.00081487031852271628, 1.22817852154988798372e3, 1.32055494284650828774e2],
    'hires': [7.37131257332566780728e-4, 1.44248572631618465819e-4, 5.88872974096757500748e-5,
              1.17565134328314914551e-3, 2.38635619883133046882e-3, 6.23896825274279578665e-3,
              2.84999839518576865793e-3, 2.85000160481423134207e-3],
}


class Flow:
    """rho and V_k of a network with unit-norm layers; the state is V_1..V_L, rho."""

    def __init__(self, path):
        self.numbers, self.place = np.fromfile(path), 0
        layers = int(self.take(1)[0])
        self.widths = self.take(layers + 1).astype(int)
        count, self.decay, kind, rho, times = self.take(5)
        self.is_tanh, count = kind != 0, int(count)
        self.times = self.take(int(times))
        self.x = self.take(count*self.widths[0]).reshape(count, -1)
        self.y = self.take(count)
        sizes = self.widths[1:]*self.widths[:-1]
        self.cuts = np.cumsum(sizes)
        self.start = np.append(self.take(sizes.sum()), rho)
        self.reference = self.take(int(times)*count).reshape(-1, count)

    def take(self, count):
        self.place += count
        return self.numbers[self.place - count:self.place]

    def layers(self, state):
        parts = np.split(state[:-1], self.cuts[:-1])
        return [part.reshape(out, -1) for part, out in zip(parts, self.widths[1:])]

    def forward(self, state):
        weights, hidden, slopes = self.layers(state), [self.x], []
        for v in weights[:-1]:
            z = hidden[-1] @ v.T
            if self.is_tanh:
                h = np.tanh(z)
                slopes.append(1 - h*h)
            else:
                s = 1/(1 + np.exp(-50*z))
                h = z*s
                slopes.append(s + 50*h*(1 - s))
            hidden.append(h)
        return weights, hidden, slopes, hidden[-1] @ weights[-1][0]

    def field(self, t, state):
        weights, hidden, slopes, f = self.forward(state)
        rho, count = state[-1], len(self.y)
        e = self.y - rho*f
        g, velocity = (2*rho/count*e)[:, None], []
        for k in range(len(weights) - 1, -1, -1):
            v = weights[k]
            dv = g.T @ hidden[k]
            velocity.append((dv - np.vdot(dv, v)/np.vdot(v, v)*v).ravel())
            if k:
                g = (g @ v)*slopes[k - 1]
        return np.concatenate(velocity[::-1] + [[2/count*(e @ f) - 2*self.decay*rho]])

    def error(self, states):
        outputs = [state[-1]*self.forward(state)[3] for state in states]
        return np.abs(np.array(outputs) - self.reference).max()


class Heat:
    """u' = u_xx on 100 inner points from a hat, as InitialValueRuns has it."""

    def __init__(self):
        n = 100
        places, modes = np.arange(1, n + 1)/(n + 1), np.arange(1, n + 1)
        self.times, self.scale = np.array([0.001, 0.01, 0.03, 0.1, 0.2]), (n + 1)**2
        self.start = 1 - np.abs(1 - 2*places)
        sines = np.sin(np.pi*np.outer(modes, places))
        roots, amplitudes = (2*(n + 1)*np.sin(np.pi*modes/2/(n + 1)))**2, 2/(n + 1)*(sines @ self.start)
        self.reference = (np.exp(-np.outer(self.times, roots))*amplitudes) @ sines

    def field(self, t, y):
        d = -2*y
        d[1:] += y[:-1]
        d[:-1] += y[1:]
        return self.scale*d

    def error(self, states):
        return (np.abs(states - self.reference)/(1 + np.abs(self.reference))).max()


class Named:
    def __init__(self, name):
        self.field, end, start, self.floor = PROBLEMS[name]
        self.times, self.start, self.reference = np.array([end]), np.array(start, float), np.array(ENDS[name])

    def error(self, states):
        return (np.abs(states[0] - self.reference)/(self.floor + np.abs(self.reference))).max()


def expire(signum, frame):
    raise TimeoutError


def solve(problem, name, method, rtol, limit):
    calls = 0

    def field(t, y):
        nonlocal calls
        calls += 1
        return problem.field(t, y)

    begin = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, limit)
    try:
        with np.errstate(all='ignore'):
            run = solve_ivp(field, (0, problem.times[-1]), problem.start, method=method, rtol=rtol,
                            atol=rtol*getattr(problem, 'floor', 1e-3), t_eval=problem.times)
        status = 'end-reached' if run.status == 0 else 'failed'
        error = problem.error(run.y.T) if run.status == 0 else np.nan
    except (TimeoutError, ValueError) as stop:
        status, error = type(stop).__name__, np.nan
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    seconds = time.process_time() - begin
    error = 'NaN' if np.isnan(error) else f'{error:.3e}'
    print(f'{name},SciPy {method},{rtol:g},{calls},{seconds:.4f},{error},{status}', flush=True)
    return status == 'end-reached'


def main():
    signal.signal(signal.SIGPROF, expire)
    print(f'# SciPy {scipy.__version__}')
    methods = sys.argv[3].split(',') if len(sys.argv) > 3 else METHODS
    limit = float(sys.argv[4]) if len(sys.argv) > 4 else LIMIT
    tolerances = [float(word) for word in sys.argv[5].split(',')] if len(sys.argv) > 5 else TOLERANCES
    for name in sys.argv[1].split(','):
        problem = Flow(sys.argv[2]) if name.startswith('flow') else Heat() if name == 'heat' else Named(name)
        for method in methods:
            for rtol in tolerances:
                if not solve(problem, name, method, rtol, limit):
                    break


if __name__ == '__main__':
    main()
