using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Multistep;

/// <summary>y' = g' - (D + rate o o') (y - g), y(0) = g(0), solved by g: a plateau of decay rates 0.2 to 1.15 and one
/// outlier whose direction o turns in a plane with a constant speed.</summary>
internal static class TurningOutlier
{
    public const int Dimension = 20;
    public const double End = 10;
    public const double SlowestDecay = 0.2;

    /// <summary>At least the norm of g anywhere: sines in every component.</summary>
    public static double LargestNorm { get; } = Math.Sqrt(Dimension);

    /// <summary>The result and the largest error of any component at any accepted state.</summary>
    public static (IntegrationResult Result, double Error) Run(
        Tolerances tolerances, double rate, double turning, Action<AcceptedStep>? onAccepted = null)
    {
        var worst = 0.0;
        var settings = new IntegrationSettings { Tolerances = tolerances };
        var observer = new Observer(null, step =>
        {
            onAccepted?.Invoke(step);
            var exact = Solution(step.Time);
            worst = Math.Max(worst, ((ArrayVector)step.State).Values.Zip(exact, (a, b) => Math.Abs(a - b)).Max());
        });
        var result = Problem(rate, turning, Solution(0)).Run("deflated-adams", settings, observer);
        return (result, worst);
    }

    public static OdeProblem Problem(double rate, double turning, double[] initial)
    {
        var space = new ArraySpace(Dimension);
        var field = new ArrayField((t, y, f) => Field(t, y, f, rate, turning));
        return new OdeProblem(space, field, 0, space.Create(initial), End);
    }

    public static double[] Solution(double time) =>
        [.. Enumerable.Range(0, Dimension).Select(i => Math.Sin((Frequency(i) * time) + i))];

    private static double Frequency(int i) => 0.3 + (0.1 * i);

    private static void Field(
        double time, ReadOnlySpan<double> y, Span<double> result, double rate, double turning)
    {
        var (sine, cosine) = Math.SinCos(turning * time);
        var along = (cosine * Off(0, time, y)) + (sine * Off(1, time, y));
        for (var i = 0; i < Dimension; i++)
        {
            var slope = Frequency(i) * Math.Cos((Frequency(i) * time) + i);
            result[i] = slope - ((SlowestDecay + ((double)i / Dimension)) * Off(i, time, y));
        }

        result[0] -= rate * along * cosine;
        result[1] -= rate * along * sine;
    }

    private static double Off(int i, double time, ReadOnlySpan<double> y) =>
        y[i] - Math.Sin((Frequency(i) * time) + i);
}
