using Flow.Backends.Cpu;
using Flow.Backends.Reference;

namespace Flow.Backends;

/// <summary>The backends there are.</summary>
public static class BackendCatalog
{
    /// <summary>One line for each backend.</summary>
    public static IReadOnlyList<BackendEntry> All { get; } =
    [
        new("cpu", "Managed SIMD kernels, float64 and float32, one or more threads.", static () => new CpuBackend()),
        new("reference", "A slow interpreter, obviously right; float64 only.", static () => new ReferenceBackend()),
    ];

    /// <summary>Makes the backend of a name.</summary>
    /// <param name="name">A name of the catalog.</param>
    /// <exception cref="ArgumentException">No backend has this name.</exception>
    public static IBackend Make(string name) => All.FirstOrDefault(entry => entry.Name == name)?.Make()
        ?? throw new ArgumentException(
            $"No backend is named '{name}'; known are {string.Join(", ", All.Select(static entry => entry.Name))}.");
}
