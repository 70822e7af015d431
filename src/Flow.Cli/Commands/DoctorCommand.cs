using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Flow.Backends.Cpu;
using Flow.Cli.Views;
using Flow.Experiments.Outputs;
using Flow.Experiments.Running;
using Flow.Integrators;

namespace Flow.Cli.Commands;

/// <summary>Says what this machine offers.</summary>
internal static class DoctorCommand
{
    private static readonly string[] CudaLibraries = ["libcuda.so.1", "libcuda.so", "nvcuda.dll"];

    /// <summary>The verb.</summary>
    public static Verb Verb { get; } = new(
        "doctor",
        "Prints what this machine offers: vectors, threads, memory, CUDA, SUNDIALS, Slurm.",
        "doctor",
        Configure);

    private static void Configure(Command command, CommandContext context) => command.SetAction(_ =>
    {
        TableView.WritePairs(context.Terminal, Rows());
        return ExitCode.Done;
    });

    private static IEnumerable<(string Name, string Value)> Rows()
    {
        yield return ("gradflow", RunMachine.Version);
        yield return ("runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}");
        yield return ("system", $"{RuntimeInformation.OSDescription.Trim()}, {RuntimeInformation.ProcessArchitecture}");
        yield return ("vectors", $"{InstructionSet.Best.Name} (AVX-512 {Yes(Avx512F.IsSupported)}, "
            + $"AVX2 {Yes(Avx2.IsSupported)}, FMA {Yes(Fma.IsSupported)})");
        yield return ("threads", Numbers.Count(Environment.ProcessorCount));
        var gigabytes = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024.0 * 1024 * 1024);
        yield return ("memory", $"{Numbers.Rough(gigabytes)} GiB");
        yield return ("CUDA driver", Found(CudaLibraries.FirstOrDefault(IsLoadable)));
        yield return ("SUNDIALS", Sundials());
        yield return ("Slurm", Found(OnPath("sbatch")));
    }

    private static string Sundials()
    {
        var names = string.Join(", ", SolverCatalog.Optional.Select(static solver => solver.Name));
        return SolverCatalog.Optional[0].Missing() is { } missing
            ? $"not found; {names}: {missing}"
            : $"found (CVODE 6), used by the solvers {names}";
    }

    private static bool IsLoadable(string library)
    {
        if (!NativeLibrary.TryLoad(library, out var handle))
        {
            return false;
        }

        NativeLibrary.Free(handle);
        return true;
    }

    private static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private static string Found(string? where) => where is null
        ? "not found, not used by this version"
        : $"found ({where}), not used by this version";

    private static string Yes(bool isThere) => isThere ? "yes" : "no";
}
