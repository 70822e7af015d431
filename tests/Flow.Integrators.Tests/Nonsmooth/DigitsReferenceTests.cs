using System.Text.Json;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.TestKit.Nonsmooth;
using Xunit.Abstractions;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>The ReLU flow on two digits against the stored trajectory of an event-driven integration at rtol 1e-9; to
/// t = 100, with the oracle, where GRADFLOW_SLOW=1.</summary>
public class DigitsReferenceTests(ITestOutputHelper output)
{
    private static bool IsSlow => Environment.GetEnvironmentVariable("GRADFLOW_SLOW") == "1";

    [SkippableFact]
    public void Default_run_meets_the_reference() =>
        Compare(SolverCatalog.Find("pab"), new IntegrationSettings(), IsSlow ? 100 : 5, 1e-6);

    [SkippableFact]
    public void Steps_of_a_hundredth_meet_the_reference() =>
        Compare(KinkRuns.Fixed(0.01), new IntegrationSettings(), IsSlow ? 100 : 5, 1e-7);

    [SkippableFact]
    public void Oracle_meets_the_reference()
    {
        Skip.IfNot(IsSlow, "takes minutes: set GRADFLOW_SLOW=1");
        Compare(KinkRuns.Filippov, KinkRuns.Tight(1e-9), 100, 1e-7);
    }

    private void Compare(Solver solver, IntegrationSettings settings, double end, double allowed)
    {
        var (network, start) = DigitsProblem.Make(File.ReadLines(SharedFiles.Find("data/digits/optdigits.csv")));
        using var document = JsonDocument.Parse(
            File.ReadAllText(SharedFiles.Find("reference/relu-trajectories.json")));
        var points = document.RootElement.GetProperty("trajectories")[0].GetProperty("points").EnumerateArray()
            .Where(point => point.GetProperty("t").GetDouble() <= end)
            .ToDictionary(static point => point.GetProperty("t").GetDouble());
        var worst = 0.0;
        var result = new Integrator(network.ToProblem(start, end), solver, settings with
        {
            Samples = new SamplePoints(points.Keys.Order()),
        }).Run(new Observer(sample =>
        {
            var error = Error(network, ((ArrayVector)sample.State).Values, points[sample.Time]);
            output.WriteLine(FormattableString.Invariant(
                $"t = {sample.Time}: error {error:E2}, {sample.Statistics.FieldEvaluations} evaluations"));
            worst = Math.Max(worst, error);
        }));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.True(worst <= allowed, $"{worst:E2}");
    }

    // The largest error in rho, the loss and the first outputs.
    private static double Error(MaskedNetwork network, double[] y, JsonElement point)
    {
        var (outputs, loss) = network.Outputs(y);
        var expected = point.GetProperty("rhoF_first4").EnumerateArray().Select(static value => value.GetDouble());
        var error = expected.Zip(outputs, static (a, b) => Math.Abs(a - b)).Max();
        error = Math.Max(error, Math.Abs(y[^1] - point.GetProperty("rho").GetDouble()));
        return Math.Max(error, Math.Abs(loss - point.GetProperty("loss").GetDouble()));
    }
}
