using System.Text.Json;

namespace Flow.Cli.Tests.Commands;

public sealed class EvaluateTests
{
    [Fact]
    public void Lagrange_has_its_own_names_and_no_others()
    {
        using var json = Json();

        Assert.Equal(
            ["lossMean", "objective", "f", "rhoDot", "nu", "VDot", "observables"], Names(json.RootElement));
        Assert.Equal(["norm", "first4", "last", "sum"], Names(json.RootElement.GetProperty("f")));
        Assert.Equal(2, json.RootElement.GetProperty("nu").GetArrayLength());
        Assert.Equal(2, json.RootElement.GetProperty("VDot").GetArrayLength());
    }

    [Fact]
    public void Unconstrained_has_its_own_names_and_no_others()
    {
        using var json = Json("--set", "model.parametrization=unconstrained");

        Assert.Equal(["lossMean", "objective", "f", "WDot", "radial", "observables"], Names(json.RootElement));
    }

    [Fact]
    public void Values_fit_each_other()
    {
        using var json = Json("--set", "initialization.rho=2");
        var root = json.RootElement;

        var loss = root.GetProperty("lossMean").GetDouble();
        var observables = root.GetProperty("observables");
        Assert.Equal(loss + (0.01 * 4), root.GetProperty("objective").GetDouble(), 12);
        Assert.Equal(2, observables.GetProperty("rho").GetDouble());
        Assert.Equal(loss, observables.GetProperty("loss").GetDouble());
        var squares = root.GetProperty("VDot").EnumerateArray().Sum(static v => Square(v.GetProperty("norm")))
            + Square(root.GetProperty("rhoDot"));
        Assert.Equal(-squares, observables.GetProperty("energy_rate").GetDouble(), 12);
    }

    [Theory]
    [InlineData("reference", "float64", 1e-12)]
    [InlineData("cpu", "float32", 1e-5)]
    public void Backend_and_precision_come_from_the_experiment(string kind, string precision, double tolerance)
    {
        using var usual = Json();
        using var other = Json("--set", $"backend.kind={kind}", "--set", $"backend.precision={precision}");

        var (a, b) = (RhoDot(usual), RhoDot(other));
        Assert.InRange(Math.Abs(a - b), 0, tolerance * Math.Abs(a));
        Assert.Equal(precision == "float32", a != b && Math.Abs(a - b) > 1e-12 * Math.Abs(a));
    }

    [Fact]
    public void Text_has_vectors_and_observables()
    {
        using var small = new SmallExperiment();

        var run = small.Command("evaluate");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains(run.Lines, static line => line.StartsWith("V_2'", StringComparison.Ordinal));
        Assert.Contains(run.Lines, static line => line.StartsWith("rho'", StringComparison.Ordinal));
        Assert.Contains(run.Lines, static line => line.StartsWith("margin_min", StringComparison.Ordinal));
        Assert.False(Directory.Exists(small.Run));
    }

    private static JsonDocument Json(params string[] rest)
    {
        using var small = new SmallExperiment();
        var run = small.Command("evaluate", ["--json", .. rest]);
        Assert.Equal(ExitCode.Done, run.Code);
        return JsonDocument.Parse(run.Out);
    }

    private static double RhoDot(JsonDocument json) => json.RootElement.GetProperty("rhoDot").GetDouble();

    private static double Square(JsonElement number) => number.GetDouble() * number.GetDouble();

    private static string[] Names(JsonElement element) =>
        [.. element.EnumerateObject().Select(static property => property.Name)];
}
