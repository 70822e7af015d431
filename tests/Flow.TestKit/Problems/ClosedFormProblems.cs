namespace Flow.TestKit.Problems;

/// <summary>Linear systems of several spectra with their solutions.</summary>
public static class ClosedFormProblems
{
    private static readonly double[] Rates = [0.01, 0.1, 1, 3, 10];
    private static readonly (int Mode, double Amplitude)[] Modes = [(1, 1), (3, 0.5), (7, 0.25)];

    /// <summary>y_i' = -lambda_i y_i, lambda from 0.01 to 10, y_i = e^(-lambda_i t).</summary>
    public static KnownSolution Decays { get; } = new(
        "decays", 0, 10, Rates.Length, DecayField, static (time, y) =>
        {
            for (var i = 0; i < Rates.Length; i++)
            {
                y[i] = Math.Exp(-Rates[i] * time);
            }
        });

    /// <summary>Two damped rotations and one decay, coupled by a constant triangular matrix: eigenvalues -0.1 +- 3i,
    /// -0.5 +- 11i and -1.</summary>
    public static KnownSolution Rotations { get; } = new("rotations", 0, 6, 5, RotationField, RotationSolution);

    /// <summary>A stiff decay to a slow rotation: eigenvalues -1e4 and -0.1 +- 2i.</summary>
    public static KnownSolution StiffRotation { get; } = new(
        "stiff-rotation", 0, 6, 3, StiffRotationField, StiffRotationSolution);

    /// <summary>The heat equation on the unit interval, zero at both ends, by central differences on 20 inner points;
    /// modes 1, 3 and 7.</summary>
    public static KnownSolution Heat { get; } = new("heat", 0, 0.2, 20, HeatField, HeatSolution);

    private static void DecayField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        for (var i = 0; i < y.Length; i++)
        {
            result[i] = -Rates[i] * y[i];
        }
    }

    // z = (rotation, rotation, decay), y_0 = z_0 + z_4, the others as they are.
    private static void RotationField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        var z = y[0] - y[4];
        result[1] = (3 * z) - (0.1 * y[1]);
        result[2] = (-0.5 * y[2]) - (11 * y[3]);
        result[3] = (11 * y[2]) - (0.5 * y[3]);
        result[4] = -y[4];
        result[0] = (-0.1 * z) - (3 * y[1]) + result[4];
    }

    private static void RotationSolution(double time, double[] y)
    {
        var (slow, fast) = (Math.Exp(-0.1 * time), Math.Exp(-0.5 * time));
        y[4] = Math.Exp(-time);
        (y[0], y[1]) = ((slow * Math.Cos(3 * time)) + y[4], slow * Math.Sin(3 * time));
        (y[2], y[3]) = (fast * Math.Cos(11 * time), fast * Math.Sin(11 * time));
    }

    private static void StiffRotationField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        result[1] = (-0.1 * y[1]) - (2 * y[2]);
        result[2] = (2 * y[1]) - (0.1 * y[2]);
        result[0] = (-1e4 * (y[0] - y[1])) + result[1];
    }

    private static void StiffRotationSolution(double time, double[] y)
    {
        var slow = Math.Exp(-0.1 * time);
        (y[1], y[2]) = (slow * Math.Cos(2 * time), slow * Math.Sin(2 * time));
        y[0] = y[1] + Math.Exp(-1e4 * time);
    }

    private static void HeatField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        double scale = (y.Length + 1) * (y.Length + 1);
        for (var i = 0; i < y.Length; i++)
        {
            var (left, right) = (i > 0 ? y[i - 1] : 0, i < y.Length - 1 ? y[i + 1] : 0);
            result[i] = scale * (left - (2 * y[i]) + right);
        }
    }

    private static void HeatSolution(double time, double[] y)
    {
        Array.Clear(y);
        var angle = Math.PI / (y.Length + 1);
        foreach (var (mode, amplitude) in Modes)
        {
            var root = 2 * (y.Length + 1) * Math.Sin(0.5 * mode * angle);
            for (var i = 0; i < y.Length; i++)
            {
                y[i] += amplitude * Math.Exp(-root * root * time) * Math.Sin(mode * angle * (i + 1));
            }
        }
    }
}
