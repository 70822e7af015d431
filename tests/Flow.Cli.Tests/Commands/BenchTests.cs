using System.Text.Json;

namespace Flow.Cli.Tests.Commands;

public sealed class BenchTests
{
    [Fact]
    public void Json_has_the_names_that_other_tools_read()
    {
        using var small = new SmallExperiment();

        var run = small.Command("bench", "--seconds", "0.05", "--json");

        Assert.Equal(ExitCode.Done, run.Code);
        using var json = JsonDocument.Parse(run.Out);
        var root = json.RootElement;
        Assert.InRange(root.GetProperty("rhsMinMs").GetDouble(), 1e-6, root.GetProperty("rhsMedianMs").GetDouble());
        Assert.True(root.GetProperty("gflops").GetDouble() > 0);
        Assert.True(root.GetProperty("fmaPeakGflopsPerCore").GetDouble() > root.GetProperty("gflops").GetDouble());
        Assert.Equal(1, root.GetProperty("threads").GetInt32());
        Assert.Equal("float64", root.GetProperty("precision").GetString());
        Assert.True(root.GetProperty("bytes").GetInt64() > 0);
        Assert.False(Directory.Exists(small.Run));
    }

    [Fact]
    public void Operations_grow_with_the_samples()
    {
        Assert.Equal(2 * Flops("--set", "data.count=6"), Flops("--set", "data.count=12"));
    }

    [Fact]
    public void Backend_that_does_not_count_operations_claims_no_speed()
    {
        using var small = new SmallExperiment();

        var run = small.Command("bench", "--seconds", "0.01", "--json", "--set", "backend.kind=reference");

        using var json = JsonDocument.Parse(run.Out);
        Assert.False(json.RootElement.TryGetProperty("gflops", out _));
        Assert.False(json.RootElement.TryGetProperty("peakFraction", out _));
        Assert.True(json.RootElement.GetProperty("rhsMinMs").GetDouble() > 0);
    }

    [Fact]
    public void Text_compares_with_the_peak_of_this_machine()
    {
        using var small = new SmallExperiment();

        var run = small.Command("bench", "--seconds", "0.01", "--set", "backend.precision=float32");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Contains("GFLOP/s, measured in this run", run.Out, StringComparison.Ordinal);
        Assert.Contains("float32", run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("NaN")]
    [InlineData("x")]
    [InlineData("1,0")]
    [InlineData("inf")]
    [InlineData("abc")]
    public void Time_outside_its_range_is_refused(string seconds)
    {
        Assert.Equal(ExitCode.BadInput, CommandRun.Of("bench", "--seconds", seconds).Code);
    }

    [Fact]
    public void Cancelled_measurement_ends_with_its_own_code()
    {
        using var small = new SmallExperiment();
        using var source = new CancellationTokenSource();
        source.Cancel();

        var run = CommandRun.Of(source.Token, small.Arguments("bench"));

        Assert.Equal(ExitCode.Cancelled, run.Code);
        Assert.Equal("cancelled\n", run.Error);
    }

    private static long Flops(params string[] rest)
    {
        using var small = new SmallExperiment();
        using var json = JsonDocument.Parse(small.Command("bench", ["--seconds", "0.01", "--json", .. rest]).Out);
        return json.RootElement.GetProperty("flops").GetInt64();
    }
}
