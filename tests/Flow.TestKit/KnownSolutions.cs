namespace Flow.TestKit;

/// <summary>Vector problems with closed solutions, one of each kind that order tests need.</summary>
public static class KnownSolutions
{
    private const double Eccentricity = 0.3;
    private const double Damping1 = 0.005;
    private const double Damping2 = -0.02;
    private const double Frequency1 = 1.5;
    private const double Frequency2 = 0.7;

    // P = I + N with these entries of N; P^-1 by back substitution.
    private const double N01 = 0.5;
    private const double N12 = -0.8;
    private const double N23 = 0.3;

    /// <summary>y' = A y, A = P diag(two damped rotations) P^-1 with P = I + N, N strictly upper triangular.</summary>
    public static KnownSolution Linear { get; } = new("linear", 0, 20, 4, LinearField, LinearSolution);

    /// <summary>y1' = -w y2, y2' = w y1, y3' = w (y1^2 - y2^2) - (y3 - y1 y2) with w = 1 + cos(t)/2, solved by
    /// cos p, sin p, cos p sin p with p = t + sin(t)/2.</summary>
    public static KnownSolution NonAutonomous { get; } = new(
        "non-autonomous", 0.3, 20.3, 3, NonAutonomousField, NonAutonomousSolution);

    /// <summary>The Gompertz system y_i' = y_i sum_j A_ij ln y_j with the matrix of the linear system, solved by
    /// y_i = e^(z_i / 4) where z solves that one.</summary>
    public static KnownSolution Gompertz { get; } = new("gompertz", 0, 20, 4, GompertzField, GompertzSolution);

    /// <summary>The Kepler orbit q'' = -q / |q|^3 of eccentricity 0.3 from its pericentre: its step sizes
    /// vary.</summary>
    public static KnownSolution Kepler { get; } = new("kepler", 0, 20, 4, KeplerField, KeplerSolution);

    /// <summary>The problems for order tests.</summary>
    public static IReadOnlyList<KnownSolution> All { get; } = [Linear, NonAutonomous, Gompertz];

    private static void LinearField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        var z3 = y[3];
        var z2 = y[2] - (N23 * z3);
        var z1 = y[1] - (N12 * z2);
        var z0 = y[0] - (N01 * z1);
        Mix(
            (Damping1 * z0) - (Frequency1 * z1),
            (Frequency1 * z0) + (Damping1 * z1),
            (Damping2 * z2) - (Frequency2 * z3),
            (Frequency2 * z2) + (Damping2 * z3),
            result);
    }

    private static void LinearSolution(double time, double[] y)
    {
        var (decay1, decay2) = (Math.Exp(Damping1 * time), Math.Exp(Damping2 * time));
        Mix(
            decay1 * Math.Cos(Frequency1 * time),
            decay1 * Math.Sin(Frequency1 * time),
            decay2 * Math.Cos(Frequency2 * time),
            decay2 * Math.Sin(Frequency2 * time),
            y);
    }

    private static void Mix(double z0, double z1, double z2, double z3, Span<double> y)
    {
        y[0] = z0 + (N01 * z1);
        y[1] = z1 + (N12 * z2);
        y[2] = z2 + (N23 * z3);
        y[3] = z3;
    }

    private static void NonAutonomousField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        var rate = 1 + (0.5 * Math.Cos(time));
        result[0] = -rate * y[1];
        result[1] = rate * y[0];
        result[2] = (rate * ((y[0] * y[0]) - (y[1] * y[1]))) - (y[2] - (y[0] * y[1]));
    }

    private static void NonAutonomousSolution(double time, double[] y)
    {
        var (sine, cosine) = Math.SinCos(time + (0.5 * Math.Sin(time)));
        (y[0], y[1], y[2]) = (cosine, sine, cosine * sine);
    }

    private static void GompertzField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        Span<double> logarithms = stackalloc double[4];
        for (var i = 0; i < 4; i++)
        {
            logarithms[i] = Math.Log(y[i]);
        }

        LinearField(time, logarithms, result);
        for (var i = 0; i < 4; i++)
        {
            result[i] *= y[i];
        }
    }

    private static void GompertzSolution(double time, double[] y)
    {
        LinearSolution(time, y);
        for (var i = 0; i < 4; i++)
        {
            y[i] = Math.Exp(0.25 * y[i]);
        }
    }

    private static void KeplerField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        var distance = Math.Sqrt((y[0] * y[0]) + (y[1] * y[1]));
        var cube = distance * distance * distance;
        result[0] = y[2];
        result[1] = y[3];
        result[2] = -y[0] / cube;
        result[3] = -y[1] / cube;
    }

    private static void KeplerSolution(double time, double[] y)
    {
        // Kepler's equation E - e sin E = t by Newton's method.
        var anomaly = time;
        for (var i = 0; i < 50; i++)
        {
            anomaly -= (anomaly - (Eccentricity * Math.Sin(anomaly)) - time)
                / (1 - (Eccentricity * Math.Cos(anomaly)));
        }

        var (sine, cosine) = Math.SinCos(anomaly);
        var (axis, rate) = (Math.Sqrt(1 - (Eccentricity * Eccentricity)), 1 / (1 - (Eccentricity * cosine)));
        (y[0], y[1]) = (cosine - Eccentricity, axis * sine);
        (y[2], y[3]) = (-sine * rate, axis * cosine * rate);
    }
}
