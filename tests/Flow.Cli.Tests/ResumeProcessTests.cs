using System.Diagnostics;

namespace Flow.Cli.Tests;

/// <summary>Runs that are killed or interrupted as processes, and go on.</summary>
public sealed class ResumeProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static string Program => typeof(Application).Assembly.Location;

    // The step limit makes the run end by itself after some thousands of checkpoints, far behind the signal.
    [SkippableTheory]
    [InlineData("simulate", "KILL", "trajectory.csv")]
    [InlineData("simulate", "INT", "trajectory.csv")]
    [InlineData("train", "KILL", "training.csv")]
    [InlineData("train", "INT", "training.csv")]
    public async Task Run_that_a_signal_ends_goes_on_as_if_nothing_had_happened(
        string verb, string signal, string table)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals are sent with kill");
        SignalMask.SkipIfIgnored(signal);
        using var whole = new SmallExperiment();
        using var parts = new SmallExperiment();
        string[] changes =
        [
            "--set", "flow={solver: rk4, step: 1e-3, tEnd: 6, checkpointSeconds: 0, samples: {count: 301}}",
            "--set", "train={batchSize: 4, momentum: 0.9, steps: 6000, samples: {kind: linear, count: 301}}",
        ];
        using var limit = new CancellationTokenSource(Patience);
        using var process = Start("dotnet", [Program, .. parts.Arguments(verb, changes)]);
        while (!File.Exists(Path.Combine(parts.Run, "checkpoint.bin")))
        {
            Assert.False(process.HasExited);
            await Task.Delay(5, limit.Token);
        }

        using var kill = Start("kill", [$"-{signal}", $"{process.Id}"]);
        await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(signal == "INT" ? ExitCode.Cancelled : 128 + 9, process.ExitCode);
        Assert.Equal(signal == "KILL", File.Exists(Path.Combine(parts.Run, $"{table}.partial")));

        string[] ended = ["--set", "flow.checkpointSeconds=60"];
        var next = CommandRun.Of([verb, "--resume", parts.Run, .. ended]);
        var other = whole.Command(verb, [.. changes, .. ended]);

        Assert.Equal(ExitCode.Done, next.Code);
        Assert.Contains(" on from ", next.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, other.Code);
        Assert.Equal(Bytes(whole, table), Bytes(parts, table));
        Assert.Equal(Bytes(whole, "weights-last.npz"), Bytes(parts, "weights-last.npz"));
        Assert.Equal(
            Directory.GetFiles(whole.Run).Select(Path.GetFileName).Order(),
            Directory.GetFiles(parts.Run).Select(Path.GetFileName).Order());
    }

    private static string Bytes(SmallExperiment small, string name) =>
        Convert.ToHexString(File.ReadAllBytes(Path.Combine(small.Run, name)));

    private static Process Start(string program, string[] arguments) => Process.Start(
        new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
