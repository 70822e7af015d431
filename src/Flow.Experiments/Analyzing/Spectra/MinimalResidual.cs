namespace Flow.Experiments.Analyzing.Spectra;

/// <summary>
/// Solves A x = b for symmetric, possibly singular and indefinite A by minimal residuals (C. C. Paige, M. A. Saunders,
/// "Solution of sparse indefinite systems of linear equations", 1975). From x = 0 all iterates lie in the range of A
/// where b does, so that the solution found for a singular consistent system is the one of least norm.
/// </summary>
/// <param name="matrix">A.</param>
internal sealed class MinimalResidual(ISymmetricOperator matrix)
{
    private readonly double[] _earlier = new double[matrix.Length];
    private readonly double[] _last = new double[matrix.Length];
    private readonly double[] _next = new double[matrix.Length];
    private readonly double[] _v = new double[matrix.Length];
    private double[] _w = new double[matrix.Length];
    private double[] _w1 = new double[matrix.Length];
    private double[] _w2 = new double[matrix.Length];

    /// <summary>Solves until ||b - A x|| or ||A (b - A x)||/||A|| is at most a fraction of ||b||.</summary>
    /// <param name="right">b.</param>
    /// <param name="solution">Receives x.</param>
    /// <param name="tolerance">The fraction.</param>
    /// <param name="mostProducts">The largest number of products with A.</param>
    /// <returns>The number of products.</returns>
    public int Solve(ReadOnlySpan<double> right, Span<double> solution, double tolerance, int mostProducts)
    {
        solution.Clear();
        var first = RealVectors.Norm(right);
        if (first == 0)
        {
            return 0;
        }

        Array.Clear(_w);
        Array.Clear(_w2);
        right.CopyTo(_last);
        right.CopyTo(_earlier);
        right.CopyTo(_next);
        var state = new Rotations { Beta = first, Residual = first, Cosine = -1 };
        var largest = 0.0;
        for (var products = 1; products <= mostProducts; products++)
        {
            state = Advance(state, products, solution);
            largest = Math.Max(largest, state.Size);
            if (state.Residual <= tolerance * first
                || state.Normal <= tolerance * largest * state.Residual
                || state.Beta <= 1e-15 * largest)
            {
                return products;
            }
        }

        return mostProducts;
    }

    /// <summary>One Lanczos step and the plane rotation that it brings.</summary>
    private Rotations Advance(Rotations s, int products, Span<double> solution)
    {
        _next.CopyTo(_v, 0);
        RealVectors.Scale(1 / s.Beta, _v);
        matrix.Multiply(_v, _next);
        if (products > 1)
        {
            RealVectors.Add(-s.Beta / s.OldBeta, _earlier, _next);
        }

        var alpha = RealVectors.Dot(_v, _next);
        RealVectors.Add(-alpha / s.Beta, _last, _next);
        _last.CopyTo(_earlier, 0);
        _next.CopyTo(_last, 0);
        var beta = RealVectors.Norm(_next);
        var delta = (s.Cosine * s.Dbar) + (s.Sine * alpha);
        var bar = (s.Sine * s.Dbar) - (s.Cosine * alpha);
        var dbar = -s.Cosine * beta;
        var gamma = double.Hypot(bar, beta);
        var (cosine, sine) = gamma == 0 ? (1.0, 0.0) : (bar / gamma, beta / gamma);
        var step = cosine * s.Residual;
        if (gamma > 0)
        {
            Move(s.Epsilon, delta, gamma, step, solution);
        }

        return new()
        {
            Beta = beta,
            OldBeta = s.Beta,
            Cosine = cosine,
            Sine = sine,
            Dbar = dbar,
            Epsilon = s.Sine * beta,
            Residual = sine * s.Residual,
            Normal = s.Residual * double.Hypot(bar, dbar),
            Size = Math.Sqrt((alpha * alpha) + (beta * beta) + (products > 1 ? s.Beta * s.Beta : 0)),
        };
    }

    private void Move(double epsilon, double delta, double gamma, double step, Span<double> solution)
    {
        (_w1, _w2, _w) = (_w2, _w, _w1);
        // w = (v - epsilon w1 - delta w2)/gamma, where w1 and w2 are the two directions before.
        _v.CopyTo(_w, 0);
        RealVectors.Add(-epsilon, _w1, _w);
        RealVectors.Add(-delta, _w2, _w);
        RealVectors.Scale(1 / gamma, _w);
        RealVectors.Add(step, _w, solution);
    }

    private readonly record struct Rotations
    {
        public double Beta { get; init; }

        public double OldBeta { get; init; }

        public double Cosine { get; init; }

        public double Sine { get; init; }

        public double Dbar { get; init; }

        public double Epsilon { get; init; }

        public double Residual { get; init; }

        public double Normal { get; init; }

        public double Size { get; init; }
    }
}
