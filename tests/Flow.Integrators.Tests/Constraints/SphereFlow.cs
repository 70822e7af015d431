using Flow.Integrators.Constraints;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Constraints;

/// <summary>Oja's flow V' = s (A V - V &lt;V, A V&gt; / ||V||^2) on two unit spheres with s(t) = 1 + cos(t)/2 and A
/// symmetric, solved by e^(A S) V0 / ||e^(A S) V0|| with S = t + sin(t)/2, and beside it rho' = rho cos t.</summary>
internal static class SphereFlow
{
    public const double End = 4;

    private static readonly double[][] Eigenvalues = [[1, 0.3, -0.7, -1.2, 0.9], [0.6, -0.4, 1.1]];

    // A = H diag(eigenvalues) H with the reflection H = I - 2 u u^T, u the unit vector along (1, 1, ...).
    public static ArraySpace Space { get; } = new(new VectorLayout(("V_1", 5), ("rho", 1), ("V_2", 3)));

    /// <summary>The problem; without the division by ||V||^2 its field is tangential on the spheres only, with it
    /// everywhere.</summary>
    public static OdeProblem Problem(bool constrained = true, bool divided = true)
    {
        VectorFunction field = (time, y, result) => Field(time, y, result, divided);
        return new OdeProblem(
            Space,
            new ArrayField(field),
            0,
            Space.Create(Solution(0)),
            End,
            constrained ? new SphereProduct(Space, "V_1", "V_2") : null)
        {
            Linearization = new SmoothLinearization(Space.Layout.Length, field),
        };
    }

    public static double[] Solution(double time)
    {
        var scaled = time + (0.5 * Math.Sin(time));
        return [.. Sphere(0, scaled), Math.Exp(Math.Sin(time)), .. Sphere(1, scaled)];
    }

    public static double Error(double time, Vector state) =>
        Solution(time).Zip(((ArrayVector)state).Values, (a, b) => Math.Abs(a - b)).Max();

    /// <summary>max_k | ||V_k|| - 1 |, recomputed here.</summary>
    public static double Defect(Vector state)
    {
        var values = ((ArrayVector)state).Values;
        return Math.Max(
            Math.Abs(Math.Sqrt(values[..5].Sum(v => v * v)) - 1), Math.Abs(Math.Sqrt(values[6..].Sum(v => v * v)) - 1));
    }

    private static double[] Sphere(int block, double scaled)
    {
        var eigenvalues = Eigenvalues[block];
        double[] coordinates =
            [.. eigenvalues.Select((value, i) => Math.Exp(value * scaled) * Math.Cos(1 + (2.0 * i)))];
        var norm = Math.Sqrt(coordinates.Sum(v => v * v));
        return Reflect([.. coordinates.Select(v => v / norm)]);
    }

    private static void Field(double time, ReadOnlySpan<double> y, Span<double> result, bool divided)
    {
        var rate = 1 + (0.5 * Math.Cos(time));
        Oja(rate, y[..5].ToArray(), 0, result[..5], divided);
        result[5] = y[5] * Math.Cos(time);
        Oja(rate, y[6..].ToArray(), 1, result[6..], divided);
    }

    private static void Oja(double rate, double[] v, int block, Span<double> result, bool divided)
    {
        double[] image = Reflect([.. Reflect(v).Zip(Eigenvalues[block], (a, b) => a * b)]);
        var multiplier = image.Zip(v, (a, b) => a * b).Sum() / (divided ? v.Sum(a => a * a) : 1);
        for (var i = 0; i < v.Length; i++)
        {
            result[i] = rate * (image[i] - (multiplier * v[i]));
        }
    }

    private static double[] Reflect(double[] v) => [.. v.Select(value => value - (2 * v.Average()))];
}
