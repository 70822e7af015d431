using Flow.Backends.Cpu;
using Flow.Integrators;

namespace Flow.Cli.Tests.Commands;

public sealed class DoctorTests
{
    [Fact]
    public void Doctor_names_what_it_found_and_what_it_did_not()
    {
        var run = CommandRun.Of("doctor");

        Assert.Equal(ExitCode.Done, run.Code);
        Assert.Empty(run.Error);
        Assert.Contains(run.Lines, static line => line.StartsWith("vectors", StringComparison.Ordinal)
            && line.Contains(InstructionSet.Best.Name, StringComparison.Ordinal));
        Assert.Contains($"threads      {Environment.ProcessorCount}", run.Lines);
        var sundials = Assert.Single(run.Lines, static line => line.StartsWith("SUNDIALS", StringComparison.Ordinal));
        Assert.Matches(
            SolverCatalog.Find("cvode").Missing() is null
                ? "found .+ used by the solvers cvode, cvode-bdf$"
                : "not found; cvode, cvode-bdf: needs .+ apt-get install libsundials-cvode6",
            sundials);
        foreach (var name in new[] { "CUDA driver", "Slurm" })
        {
            var line = Assert.Single(run.Lines, line => line.StartsWith(name, StringComparison.Ordinal));
            Assert.Matches(@"(not found|found \(.+\)), not used by this version$", line);
        }
    }
}
