using System.Text.Json;

namespace Flow.Cli.Tests.Commands;

public sealed class CertifyTests
{
    [Fact]
    public void Certified_run_prints_its_errors_and_writes_them()
    {
        using var small = new SmallExperiment();

        var run = small.Command(
            "simulate", "--certify", "--set", "model.activation=tanh", "--set", "flow.samples.count=33");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("certificate   certified", run.Out, StringComparison.Ordinal);
        Assert.Contains("at all recorded times at most loss ", run.Out, StringComparison.Ordinal);
        Assert.Contains("energy balance ", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("the global error was not estimated", run.Out, StringComparison.Ordinal);
        var summary = Summary(small);
        Assert.Equal("certified", summary.GetProperty("certificateStatus").GetString());
        Assert.InRange(summary.GetProperty("certificate").GetProperty("rho").GetDouble(), 1e-12, 1e-2);
        Assert.Contains("  certify: true", File.ReadAllLines(Path.Combine(small.Run, "config.yaml")));
    }

    [Fact]
    public void Run_over_kinks_says_why_it_is_not_certified()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate", "--set", "flow.certify=true", "--set", "flow.tEnd=20");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("uncertified: kinks: ", run.Out, StringComparison.Ordinal);
        Assert.Equal("uncertified", Summary(small).GetProperty("certificateStatus").GetString());
        Assert.Empty(Summary(small).GetProperty("certificate").EnumerateObject());
    }

    [Fact]
    public void Run_without_the_option_has_no_certificate()
    {
        using var small = new SmallExperiment();

        var run = small.Command("simulate");

        Assert.DoesNotContain("certificate", run.Out, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Null, Summary(small).GetProperty("certificate").ValueKind);
    }

    private static JsonElement Summary(SmallExperiment small)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(small.Run, "summary.json")));
        return document.RootElement.Clone();
    }
}
