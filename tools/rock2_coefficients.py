"""Writes the coefficients of the stabilized method rock2: python3 tools/rock2_coefficients.py > FILE

A. Abdulle, A. A. Medovikov, Second order Chebyshev methods based on orthogonal polynomials, Numerische Mathematik 90
(2001), doi:10.1007/s002110100292. For each number of stages s the stability polynomial is

    R(x) = w(x) p(x) / (w(a) p(a)),   w(x) = (x - alpha)^2 + beta^2,   x = a + z (1 + a) / ell,   z = h lambda,

p of degree s - 2, orthogonal on [-1, 1] to the weight w(x)^2 / sqrt(1 - x^2), so that R oscillates with nearly equal
amplitudes. a > 1 solves R R'' = R'^2, which with ell = (1 + a) R'(a) / R(a) is order 2 at z = 0. alpha and beta
maximise ell under |R| <= ETA on -1 <= x <= 1. The three-term recurrence of p gives the stages: it keeps the growth of
rounding errors inside a step small. Nothing here is taken from published tables.

The search is made in float64, the table in long double (64-bit mantissa on x86), printed with 18 digits.
"""
import numpy as np

ETA = 0.95
FIRST, LAST, GROWTH = 3, 200, 1.07
EVERY_DEGREE_UP_TO = 20
POINTS = 20  # of the grid for each oscillation of R


def recurrence(alpha, beta, degree, kind):
    """A_j and B_j of p_(j+1) = (x - A_j) p_j - B_j p_(j-1), by Stieltjes' procedure on Gauss-Chebyshev nodes."""
    count = degree + 4  # exact for polynomials of degree 2 degree + 7: two factors of p, one x, and w^2
    x = np.cos((2 * np.arange(1, count + 1, dtype=kind) - 1) * (np.pi if kind is float else PI) / (2 * count))
    weight = ((x - alpha) ** 2 + beta**2) ** 2
    a, b = np.zeros(degree, kind), np.zeros(degree, kind)
    before, p, norm = np.zeros_like(x), np.ones_like(x), None
    for j in range(degree):
        square = np.sum(weight * p * p)
        a[j] = np.sum(weight * x * p * p) / square
        b[j] = 0 if norm is None else square / norm
        before, p, norm = p, (x - a[j]) * p - b[j] * before, square
        scale = kind(2)  # p_j is of size 2^-j: keep it near 1
        before, p, norm = before * scale, p * scale, norm * scale * scale
    return a, b


def polynomial(x, alpha, beta, a, b, derivatives):
    """R and its first derivatives up to a common factor, at a number or an array x."""
    p = [np.ones_like(x), np.zeros_like(x), np.zeros_like(x)]
    before = [np.zeros_like(x)] * 3
    for j in range(len(a)):
        after = [2 * ((x - a[j]) * p[0] - 2 * b[j] * before[0])]
        if derivatives:
            after.append(2 * ((x - a[j]) * p[1] + p[0] - 2 * b[j] * before[1]))
            after.append(2 * ((x - a[j]) * p[2] + 2 * p[1] - 2 * b[j] * before[2]))
        before, p = p, after
    w = (x - alpha) ** 2 + beta**2
    if not derivatives:
        return w * p[0]
    slope = 2 * (x - alpha)
    return w * p[0], w * p[1] + slope * p[0], w * p[2] + 2 * slope * p[1] + 2 * p[0]


def origin(alpha, beta, a, b, degree, kind):
    """The a > 1 of order 2, or None."""
    def excess(x):
        r, first, second = polynomial(x, alpha, beta, a, b, True)
        return r * second - first * first

    step = kind(0.02) / degree**2
    low = kind(1)
    if not excess(low) > 0:
        return None
    high = low + step
    while excess(high) > 0:
        low, step = high, step * 2
        high = low + step
        if high > 5:
            return None
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if excess(middle) > 0 else (low, middle)
    return low


def peak(values):
    """The largest value, by parabolas through the neighbours of each local maximum."""
    left, middle, right = values[:-2], values[1:-1], values[2:]
    inside = (middle >= left) & (middle >= right) & (left + right < 2 * middle)
    left, middle, right = left[inside], middle[inside], right[inside]
    tops = middle + (right - left) ** 2 / (8 * (2 * middle - left - right))
    return max(values[0], values[-1], np.max(tops, initial=0))


def construct(u, v, stages, kind=float):
    """Everything for zeros alpha +- i beta of w with alpha = 1 - u / s^2 and beta = v / s^2, or None."""
    alpha, beta = 1 - kind(u) / stages**2, kind(v) / stages**2
    a, b = recurrence(alpha, beta, stages - 2, kind)
    right = origin(alpha, beta, a, b, stages, kind)
    if right is None:
        return None
    r, first, _ = polynomial(right, alpha, beta, a, b, True)
    grid = np.cos(np.linspace(0, np.pi, POINTS * stages + 1))
    size = peak(np.abs(polynomial(grid.astype(kind), alpha, beta, a, b, False))) / r
    return alpha, beta, a, b, right, (1 + right) * first / r, size


def damped(u, stages):
    """The smallest v whose damping is ETA (it falls with v, as does the interval), and the interval."""
    # A hair below ETA, so that neither the parabolas nor rounded coefficients lift |R| above it.
    low, high, found = 2.0, 6.0, None
    for _ in range(30):
        v = (low + high) / 2
        trial = construct(u, v, stages)
        if trial is not None and trial[6] <= ETA * (1 - 2e-5):
            high, found = v, trial
        else:
            low = v
    return (0, high) if found is None else (found[5], high)


def search(stages, centre, width):
    """The u and v with the longest interval whose damping is ETA."""
    while width > 2e-3:
        trials = [(*damped(u, stages), u) for u in centre + width * np.linspace(-1, 1, 9)]
        centre, width = max(trials)[2], width / 3
    return centre, damped(centre, stages)[1]


def degrees():
    stages = FIRST
    while stages < LAST:
        yield stages
        stages = stages + 1 if stages < EVERY_DEGREE_UP_TO else int(np.ceil(stages * GROWTH))
    yield LAST


def text(value):
    return np.format_float_scientific(value, precision=18, unique=False, trim="-")


def write(stages, u, v):
    kind = np.longdouble
    alpha, beta, a, b, right, interval, size = construct(u, v, stages, kind)
    scale = (1 + right) / interval
    p = [kind(1)]
    for j in range(stages - 2):
        p.append((right - a[j]) * p[j] - (b[j] * p[j - 1] if j > 0 else 0))
    w = (right - alpha) ** 2 + beta**2
    sigma, tau = (right - alpha) * scale / w, scale * scale / w
    print(f"# {stages} stages: largest |R| where it oscillates {float(size):.12f}")
    print(f"interval {stages} 0 {text(interval)}")
    print(f"sigma {stages} 0 {text(sigma)}")
    print(f"correction {stages} 0 {text((tau - sigma * sigma) / sigma)}")
    for j in range(1, stages - 1):
        print(f"mu {stages} {j} {text(scale * p[j - 1] / p[j])}")
        if j > 1:
            print(f"kappa {stages} {j} {text(b[j - 1] * p[j - 2] / p[j])}")


def main():
    print("# Coefficients of rock2, written by tools/rock2_coefficients.py; lines: name stages j value.")
    print("# Stages j = 1 .. s - 2: y_j = y + d_j, d_1 = mu_1 h F(y),")
    print("#   d_j = (1 + kappa_j) d_(j-1) - kappa_j d_(j-2) + mu_j h F(y_(j-1)).")
    print("# Last two: d* = d_(s-2) + sigma h F(y_(s-2)), y1 = y + d* + sigma h F(y + d*)")
    print("#   + correction h (F(y + d*) - F(y_(s-2))). Stable where h rho <= interval.")
    centre, width = 2.0, 1.8
    for stages in degrees():
        centre, v = search(stages, centre, width)
        width = 0.1
        write(stages, centre, v)


PI = np.longdouble("3.14159265358979323846264338327950288")
if __name__ == "__main__":
    main()
