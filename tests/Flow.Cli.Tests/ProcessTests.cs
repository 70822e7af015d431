using System.Diagnostics;

namespace Flow.Cli.Tests;

/// <summary>The program as a process of its own: signals, pipes, encoding.</summary>
public sealed class ProcessTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(50);

    private static string Program => typeof(Application).Assembly.Location;

    [SkippableFact]
    public async Task Interrupt_ends_a_run_with_partial_results()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "signals are sent with kill");
        using var small = new SmallExperiment();
        string[] endless = ["--set", "flow.tEnd=1e9", "--set", "flow.maxStep=1e-3", "--set", "flow.samples.count=2"];
        using var process = Start("dotnet", [Program, .. small.Arguments("simulate", endless)]);
        using var limit = new CancellationTokenSource(Patience);
        while (!File.Exists(Path.Combine(small.Run, "config.yaml")))
        {
            Assert.False(process.HasExited);
            await Task.Delay(20, limit.Token);
        }

        using var kill = Start("kill", ["-INT", $"{process.Id}"]);
        await kill.WaitForExitAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);

        Assert.Equal(ExitCode.Cancelled, process.ExitCode);
        Assert.Contains("cancelled: the run was cancelled", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(small.Run, "summary.json")));
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
