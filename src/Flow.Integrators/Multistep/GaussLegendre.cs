namespace Flow.Integrators.Multistep;

/// <summary>The 24-point Gauss-Legendre rule on [0, 1], exact for polynomials up to degree 47; nodes by Newton's method
/// on the Legendre polynomial.</summary>
internal static class GaussLegendre
{
    public const int Count = 24;

    private const int NewtonSteps = 50;

    static GaussLegendre()
    {
        for (var i = 0; i < Count; i++)
        {
            var x = Math.Cos(Math.PI * (i + 0.75) / (Count + 0.5));
            var slope = 0.0;
            for (var iteration = 0; iteration < NewtonSteps; iteration++)
            {
                (var value, slope) = Legendre(x);
                x -= value / slope;
            }

            Nodes[i] = 0.5 * (1 - x);
            Weights[i] = 1 / ((1 - (x * x)) * slope * slope);
        }
    }

    public static double[] Nodes { get; } = new double[Count];

    public static double[] Weights { get; } = new double[Count];

    private static (double Value, double Slope) Legendre(double x)
    {
        var (before, value) = (1.0, x);
        for (var j = 2; j <= Count; j++)
        {
            (before, value) = (value, ((((2 * j) - 1) * x * value) - ((j - 1) * before)) / j);
        }

        return (value, Count * ((x * value) - before) / ((x * x) - 1));
    }
}
