using Flow.Backends;
using Flow.Experiments.Running;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Golden;

/// <summary>Every number of the golden gradients, from the text of an experiment file to the evaluated flow.</summary>
public class GoldenGradientTests(ITestOutputHelper output)
{
    private static readonly (string Backend, Precision Precision, int Threads)[] Executions =
    [
        ("reference", Precision.Float64, 1),
        ("cpu", Precision.Float64, 1),
        ("cpu", Precision.Float64, 2),
        ("cpu", Precision.Float32, 1),
        ("cpu", Precision.Float32, 2),
    ];

    public static TheoryData<string, string, Precision, int> Cases()
    {
        var data = new TheoryData<string, string, Precision, int>();
        foreach (var name in GoldenCase.Flows().Select(static c => c.Name).DefaultIfEmpty("absent"))
        {
            foreach (var (backend, precision, threads) in Executions)
            {
                data.Add(name, backend, precision, threads);
            }
        }

        return data;
    }

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Evaluation_equals_the_golden_numbers(string name, string backend, Precision precision, int threads)
    {
        RepositoryFiles.Shared("reference/gradients.json");
        var golden = GoldenCase.Flows().Single(c => c.Name == name);

        var found = Evaluation.Of(golden.Assemble(), BackendCatalog.Make(backend), new(precision, threads));

        var exact = golden.HasBatchNorm ? 1e-11 : 1e-12;
        var bound = precision == Precision.Float64 ? exact : golden.HasBatchNorm ? 5e-5 : 1e-5;
        var errors = Errors(golden, found).ToList();
        var worst = errors.MaxBy(static error => error.Error);
        output.WriteLine($"largest error {worst.Error:E2} in {worst.Field}");
        Assert.All(errors, error => Assert.True(error.Error <= bound, $"{error.Field}: {error.Error:E2} > {bound:E0}"));
    }

    [SkippableFact]
    public void Golden_cases_cover_all_parametrizations_and_losses()
    {
        RepositoryFiles.Shared("reference/gradients.json");
        var cases = GoldenCase.Flows();

        Assert.Equal(11, cases.Count);
        Assert.Equal(2, cases.Count(static c => c.HasBatchNorm));
        Assert.Equal(
            ["exponential", "logistic", "square"], cases.Select(static c => c.Loss).Distinct().Order());
        Assert.Equal(
            ["lagrange", "unnormalized", "weightnorm"], cases.Select(static c => c.Form).Distinct().Order());
        Assert.Contains(cases, static c => c.Shapes[^1][0] > 1);
    }

    private static IEnumerable<(string Field, double Error)> Errors(GoldenCase golden, Evaluation found)
    {
        if (golden.LossMean is { } loss)
        {
            yield return ("lossMean", Relative(loss, found.LossMean));
        }

        if (golden.F is { } outputs)
        {
            yield return ("f", outputs.ErrorOf(found.F));
        }

        if (golden.Objective is { } objective)
        {
            yield return ("objective", Relative(objective, found.Objective));
        }

        var errors = golden.IsLagrange ? LagrangeErrors(golden, found)
            : golden.IsWeightNorm ? WeightNormErrors(golden, found) : UnconstrainedErrors(golden, found);
        foreach (var error in errors)
        {
            yield return error;
        }
    }

    private static IEnumerable<(string Field, double Error)> LagrangeErrors(GoldenCase golden, Evaluation found)
    {
        Assert.Null(found.WDot);
        yield return ("rhoDot", Relative(golden.RhoDot!.Value, found.RhoDot!.Value));
        for (var k = 0; k < golden.Shapes.Length; k++)
        {
            yield return ($"nu_{k + 1}", Relative(golden.Nu![k], found.Nu![k]));
            yield return ($"VDot_{k + 1}", golden.VDot![k].ErrorOf(found.VDot![k]));
        }
    }

    private static IEnumerable<(string Field, double Error)> UnconstrainedErrors(GoldenCase golden, Evaluation found)
    {
        Assert.Null(found.VDot);
        for (var k = 0; k < golden.Shapes.Length; k++)
        {
            // Under batch norm the radial part is zero: its rounding is measured against the factors.
            var size = golden.HasBatchNorm
                ? golden.Scale * golden.WDot![k].Norm
                : Math.Abs(golden.Radial![k]);
            yield return ($"radial_{k + 1}", Math.Abs(found.Radial![k] - golden.Radial![k]) / size);
            yield return ($"WDot_{k + 1}", golden.WDot![k].ErrorOf(found.WDot![k]));
        }
    }

    private static IEnumerable<(string Field, double Error)> WeightNormErrors(GoldenCase golden, Evaluation found)
    {
        Assert.Null(found.VDot);
        Assert.Null(found.WDot);
        for (var k = 0; k < golden.Shapes.Length; k++)
        {
            var size = golden.LayerDirectionDot![k].Norm * golden.Scale;
            yield return ($"gDot_{k + 1}", Relative(golden.GDot![k], found.GDot![k]));
            yield return ($"vDot_{k + 1}", golden.LayerDirectionDot[k].ErrorOf(found.LayerDirectionDot![k]));
            yield return ($"vDotRadial_{k + 1}", Math.Abs(found.LayerDirectionDotRadial![k]) / size);
        }
    }

    private static double Relative(double expected, double found) => Math.Abs(found - expected) / Math.Abs(expected);
}
