using System.Reflection;
using System.Runtime.InteropServices;
using Flow.Backends.Cpu;
using Flow.Experiments.Outputs;

namespace Flow.Experiments.Running;

/// <summary>What produced a run: the program and the machine.</summary>
public static class RunMachine
{
    /// <summary>The version of the program with the commit it was built from, where that is known.</summary>
    public static string Version { get; } = typeof(RunMachine).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Processor kind, threads, instruction set and operating system.</summary>
    public static string Description { get; } =
        $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} threads, {InstructionSet.Best}, "
        + RuntimeInformation.OSDescription;

    /// <summary>The provenance of a run.</summary>
    /// <param name="seed">The seed of the initial weights.</param>
    public static RunProvenance Provenance(long seed)
    {
        var parts = Version.Split('+', 2);
        return new()
        {
            Version = parts[0],
            Commit = parts.Length > 1 ? parts[1] : null,
            Machine = Description,
            Seed = seed,
        };
    }
}
