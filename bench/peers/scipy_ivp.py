"""End states and counts of SciPy's solvers on problems of the public test sets, as lines of CSV:
problem, method, rtol, atol, evaluations of F, Jacobians, factorizations, end state.

Arguments: problems (or all), tolerances, methods (or all) with commas between, and the most seconds of a run. A run that
fails or takes more, 5 minutes unless said otherwise, has an empty end state.
"""
import signal
import sys

import numpy as np
import scipy
from scipy.integrate import solve_ivp


def hires(t, y):
    return [-1.71*y[0] + 0.43*y[1] + 8.32*y[2] + 0.0007, 1.71*y[0] - 8.75*y[1],
            -10.03*y[2] + 0.43*y[3] + 0.035*y[4], 8.32*y[1] + 1.71*y[2] - 1.12*y[3],
            -1.745*y[4] + 0.43*y[5] + 0.43*y[6],
            -280*y[5]*y[7] + 0.69*y[3] + 1.71*y[4] - 0.43*y[5] + 0.69*y[6],
            280*y[5]*y[7] - 1.81*y[6], -280*y[5]*y[7] + 1.81*y[6]]


def rober(t, y):
    a, b, c = 0.04*y[0], 1e4*y[1]*y[2], 3e7*y[1]*y[1]
    return [-a + b, a - b - c, c]


def orego(t, y):
    return [77.27*(y[1] + y[0]*(1 - 8.375e-6*y[0] - y[1])), (y[2] - (1 + y[0])*y[1])/77.27, 0.161*(y[0] - y[2])]


def vdpol(t, y):
    return [y[1], ((1 - y[0]*y[0])*y[1] - y[0])/1e-6]


def e5(t, y):
    a, b, c, d = 7.89e-10*y[0], 1.1e7*y[0]*y[2], 1.13e9*y[1]*y[2], 1.13e3*y[3]
    return [-a - b, a - c, a - c - b + d, b - d]


RATES = [.35, 26.6, 1.23e4, 8.6e-4, 8.2e-4, 1.5e4, 1.3e-4, 2.4e4, 1.65e4, 9e3, .022, 1.2e4, 1.88, 1.63e4, 4.8e6,
         3.5e-4, .0175, 1e8, 4.44e11, 1.24e3, 2.1, 5.78, .0474, 1.78e3, 3.12]


def pollution(t, y):
    r = [k*v for k, v in zip(RATES, [
        y[0], y[1]*y[3], y[4]*y[1], y[6], y[6], y[6]*y[5], y[8], y[8]*y[5], y[10]*y[1], y[10]*y[0], y[12], y[9]*y[1],
        y[13], y[0]*y[5], y[2], y[3], y[3], y[15], y[15], y[16]*y[5], y[18], y[18], y[0]*y[3], y[18]*y[0], y[19]])]
    return [
        -r[0] - r[9] - r[13] - r[22] - r[23] + r[1] + r[2] + r[8] + r[10] + r[11] + r[21] + r[24],
        -r[1] - r[2] - r[8] - r[11] + r[0] + r[20], -r[14] + r[0] + r[16] + r[18] + r[21],
        -r[1] - r[15] - r[16] - r[22] + r[14], -r[2] + 2*r[3] + r[5] + r[6] + r[12] + r[19],
        -r[5] - r[7] - r[13] - r[19] + r[2] + 2*r[17], -r[3] - r[4] - r[5] + r[12], r[3] + r[4] + r[5] + r[6],
        -r[6] - r[7], -r[11] + r[6] + r[8], -r[8] - r[9] + r[7] + r[10], r[8], -r[10] + r[9], -r[12] + r[11], r[13],
        -r[17] - r[18] + r[15], -r[19], r[19], -r[20] - r[21] - r[23] + r[22] + r[24], -r[24] + r[23]]


def diode(u):
    return 40.67286402e-9*(np.exp(17.7493332*u) - 1)


def ring(t, y):
    first, second = 0.5*np.sin(2000*np.pi*t), 2*np.sin(20000*np.pi*t)
    q1, q2 = diode(y[2] - y[4] - y[6] - second), diode(-y[3] + y[5] - y[6] - second)
    q3, q4 = diode(y[3] + y[4] + y[6] + second), diode(-y[2] - y[5] + y[6] + second)
    return [(y[7] - 0.5*y[9] + 0.5*y[10] + y[13] - y[0]/25000)/1.6e-8,
            (y[8] - 0.5*y[11] + 0.5*y[12] + y[14] - y[1]/25000)/1.6e-8,
            (y[9] - q1 + q4)/2e-12, (-y[10] + q2 - q3)/2e-12, (y[11] + q1 - q3)/2e-12, (-y[12] - q2 + q4)/2e-12,
            (-y[6]/50 + q1 + q2 - q3 - q4)/1e-8, -y[0]/4.45, -y[1]/4.45,
            (0.5*y[0] - y[2] - 17.3*y[9])/5e-4, (-0.5*y[0] + y[3] - 17.3*y[10])/5e-4,
            (0.5*y[1] - y[4] - 17.3*y[11])/5e-4, (-0.5*y[1] + y[5] - 17.3*y[12])/5e-4,
            (-y[0] + first - 86.3*y[13])/0.002, (-y[1] - 636.3*y[14])/0.002]


def pleiades(t, y):
    x, z, mass = y[:7], y[7:14], np.arange(1, 8)
    dx, dz = x[None, :] - x[:, None], z[None, :] - z[:, None]
    cube = (dx**2 + dz**2)**1.5
    np.fill_diagonal(cube, 1)
    return np.concatenate([y[14:], (mass*dx/cube).sum(1), (mass*dz/cube).sum(1)])


MOON = 0.012277471


def arenstorf(t, y):
    earth = 1 - MOON
    d1, d2 = ((y[0] + MOON)**2 + y[1]**2)**1.5, ((y[0] - earth)**2 + y[1]**2)**1.5
    return [y[2], y[3], y[0] + 2*y[3] - earth*(y[0] + MOON)/d1 - MOON*(y[0] - earth)/d2,
            y[1] - 2*y[2] - earth*y[1]/d1 - MOON*y[1]/d2]


POLLUTION_START = [0, .2, 0, .04, 0, 0, .1, .3, .01, 0, 0, 0, 0, 0, 0, 0, .007, 0, 0, 0]
PLEIADES_START = [3, 3, -1, -3, 2, -2, 2, 3, -3, 2, 0, 0, -4, 4, 0, 0, 0, 0, 0, 1.75, -1.5, 0, 0, 0, -1.25, 1, 0, 0]

# Field, end, start, and the size below which a component counts absolutely: atol = rtol * floor.
PROBLEMS = {
    'rober': (rober, 1e11, [1, 0, 0], 1e-8),
    'orego': (orego, 360, [1, 2, 3], 1e-2),
    'hires': (hires, 321.8122, [1, 0, 0, 0, 0, 0, 0, 0.0057], 1e-4),
    'vdpol': (vdpol, 2, [2, 0], 1),
    'e5': (e5, 1e5, [1.76e-3, 0, 0, 0], 1e-14),
    'pollution': (pollution, 60, POLLUTION_START, 1e-8),
    'ring': (ring, 1e-3, [0]*15, 1e-4),
    'pleiades': (pleiades, 3, PLEIADES_START, 1),
    'arenstorf': (arenstorf, 17.0652165601579625588917206249, [0.994, 0, 0, -2.00158510637908252240537862224], 1),
}
STIFF = ['Radau', 'BDF', 'LSODA']
NONSTIFF = ['RK45', 'DOP853']


def expire(signum, frame):
    raise TimeoutError


def solve(name, method, rtol, seconds=300):
    field, end, start, floor = PROBLEMS[name]
    head = [name, method, repr(rtol), repr(rtol*floor)]
    signal.alarm(seconds)
    try:
        with np.errstate(all='ignore'):
            run = solve_ivp(
                field, (0, end), np.array(start, float), method=method, rtol=rtol, atol=rtol*floor, t_eval=[end])
        state = [repr(float(v)) for v in run.y[:, -1]] if run.status == 0 else []
        return head + [str(run.nfev), str(run.njev), str(run.nlu)] + state
    except (TimeoutError, ValueError):
        return head + ['0', '0', '0']
    finally:
        signal.alarm(0)


def main():
    names = list(PROBLEMS) if sys.argv[1] == 'all' else sys.argv[1].split(',')
    chosen = sys.argv[3].split(',') if len(sys.argv) > 3 and sys.argv[3] != 'all' else STIFF + NONSTIFF
    seconds = int(sys.argv[4]) if len(sys.argv) > 4 else 300
    signal.signal(signal.SIGALRM, expire)
    print(f'# SciPy {scipy.__version__}')
    for name in names:
        for tolerance in sys.argv[2].split(','):
            for method in NONSTIFF if name in ('pleiades', 'arenstorf') else STIFF:
                if method in chosen:
                    print(','.join(solve(name, method, float(tolerance), seconds)), flush=True)


if __name__ == '__main__':
    main()
