using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>Runs of the solvers for kinks, and the problem whose sliding has a closed form.</summary>
internal static class KinkRuns
{
    public static readonly Solver Filippov = SolverCatalog.Find("filippov");

    public static Solver Pab(PatchedAdamsSettings settings) => SolverCatalog.Find("pab") with
    {
        CreateStepper = (problem, tolerances) => new PatchedAdams(problem, tolerances, settings),
    };

    public static Solver Fixed(double step, int order = 2, PredictorMode mode = PredictorMode.Pec) =>
        Pab(new PatchedAdamsSettings { Order = order, Mode = mode, Step = step });

    public static IntegrationResult Run(
        this OdeProblem problem, Solver solver, double rtol = 1e-8, Observer? observer = null) =>
        new Integrator(problem, solver, Tight(rtol)).Run(observer);

    public static IntegrationSettings Tight(double rtol) => new() { Tolerances = new Tolerances(rtol, rtol) };

    public static double[] Values(this IntegrationResult result) => ((ArrayVector)result.State).Values;

    public static double Distance(double[] left, double[] right) =>
        left.Zip(right, static (a, b) => Math.Abs(a - b)).Max();

    /// <summary>f = w m (a x_1 + b x_2) with samples A = (1, 0) (so many times) and B = (1, 1), targets y_A below 0 and
    /// y_B, from a, b and w = b. On the kink a = 0 the sliding mask is r_B / (-y_A) over the number of copies, with
    /// r_B = y_B - u and u = b^2 = w^2, u' = (4/N) u (y_B - N lambda - u).</summary>
    public static (OdeProblem Problem, MaskedNetwork Network) Wedge(
        double a, double u, double yA, double yB, double end, double decay = 0, double slope = 0, int copies = 1)
    {
        double[] inputs = [.. Enumerable.Repeat<double[]>([1, 0], copies).SelectMany(static x => x), 1, 1];
        double[] targets = [.. Enumerable.Repeat(yA, copies), yB];
        var network = new MaskedNetwork([2, 1, 1], inputs, targets, isNormalised: false, decay, slope);
        return (network.ToProblem([a, Math.Sqrt(u), Math.Sqrt(u)], end), network);
    }

    /// <summary>u(t) of the wedge while it slides.</summary>
    public static double Logistic(double start, double capacity, double rate, double time) =>
        capacity / (1 + (((capacity / start) - 1) * Math.Exp(-rate * capacity * time)));

    /// <summary>The time at which it has a value.</summary>
    public static double LogisticTime(double start, double capacity, double rate, double value) =>
        Math.Log(((capacity / start) - 1) / ((capacity / value) - 1)) / (rate * capacity);
}
