using System.Diagnostics;

namespace Flow.Cli.Tests;

/// <summary>The program as a process of its own: signals, pipes, encoding.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static string Program => typeof(Application).Assembly.Location;

    [SkippableTheory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    public async Task Signal_ends_a_run_with_partial_results(string signal)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals are sent with kill");
        SignalMask.SkipIfIgnored(signal);
        using var small = new SmallExperiment();
        string[] endless = ["--set", "flow.tEnd=1e9", "--set", "flow.maxStep=1e-3", "--set", "flow.samples.count=2"];
        using var process = Start("dotnet", [Program, .. small.Arguments("simulate", endless)]);
        using var limit = new CancellationTokenSource(Patience);
        while (!File.Exists(Path.Combine(small.Run, "config.yaml")))
        {
            Assert.False(process.HasExited);
            await Task.Delay(20, limit.Token);
        }

        using var kill = Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Contains("cancelled: the run was cancelled", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(small.Run, "summary.json")));
    }

    [SkippableFact]
    public async Task File_that_cannot_grow_ends_a_run_with_whole_rows_and_its_last_state()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the limit is one of a shell");
        using var small = new SmallExperiment();
        var arguments = string.Join(' ', small.Arguments("simulate", "--set", "flow.samples.count=400"));
        using var limit = new CancellationTokenSource(Patience);
        // Executable pages are files too, unless the runtime is told to do without.
        var command = $"trap '' XFSZ; ulimit -f 60; DOTNET_EnableWriteXorExecute=0 dotnet '{Program}' {arguments}";
        using var process = Start("sh", ["-c", command]);

        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal(ExitCode.StoppedEarly, process.ExitCode);
        Assert.Contains("output-failed: the results could not be written", output, StringComparison.Ordinal);
        Assert.Contains("trajectory.csv", error, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(Path.Combine(small.Run, "trajectory.csv"), limit.Token);
        Assert.EndsWith("\r\n", text, StringComparison.Ordinal);
        Assert.InRange(text.Length, 20_000, 61_440);
        Assert.True(File.Exists(Path.Combine(small.Run, "summary.json")));
        Assert.True(File.Exists(Path.Combine(small.Run, "weights-last.npz")));
        Assert.False(File.Exists(Path.Combine(small.Run, ".reserve")));
    }

    [SkippableFact]
    public async Task Experiment_may_come_through_a_pipe_and_results_may_go_nowhere()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the pipeline is one of a shell");
        using var small = new SmallExperiment();
        using var limit = new CancellationTokenSource(Patience);
        var piped = $"cat '{small.File}' | dotnet '{Program}' derive /dev/stdin";
        using var process = Start("sh", ["-c", $"{piped} && dotnet '{Program}' evaluate '{small.File}' --json >&-"]);

        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        Assert.Contains("Equations of motion", output, StringComparison.Ordinal);
        Assert.StartsWith("the output cannot be written", error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.BadInput, process.ExitCode);
    }

    [SkippableFact]
    public async Task Closed_pipe_is_no_failure_and_text_is_utf8_whatever_the_locale()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "the pipeline is one of a shell");
        using var limit = new CancellationTokenSource(Patience);
        var first = $"LC_ALL=C dotnet '{Program}' derive | head -n 2";
        var command = $"{first} && dotnet '{Program}' list observables | head -n 1";
        using var process = Start("sh", ["-c", command]);

        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        var error = await process.StandardError.ReadToEndAsync(limit.Token);

        Assert.Contains("  E = (1/N) Σ (ρ f_n − y_n)² + λρ²", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
        Assert.Empty(error);
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        return Process.Start(start)!;
    }
}
