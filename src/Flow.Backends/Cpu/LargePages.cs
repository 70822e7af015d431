using System.Runtime.InteropServices;

namespace Flow.Backends.Cpu;

/// <summary>
/// Native memory that the system is asked to map by large pages where it is large: a walk down the rows of wide data
/// touches a page for each row, more than the address caches hold of small pages.
/// </summary>
internal static unsafe partial class LargePages
{
    private const nuint PageBytes = 2 * 1024 * 1024;
    private const nuint WorthIt = 512 * 1024;
    private const int AdviseHugePages = 14;

    /// <summary>Zeroed memory, aligned to a cache line or, from half a mebibyte on, to a large page.</summary>
    public static void* Allocate(nuint bytes)
    {
        if (bytes < WorthIt)
        {
            nuint least = Math.Max(bytes, MatrixLayout.Alignment);
            return Clear(NativeMemory.AlignedAlloc(least, MatrixLayout.Alignment), bytes);
        }

        nuint whole = checked((bytes + PageBytes - 1) / PageBytes * PageBytes);
        void* memory = NativeMemory.AlignedAlloc(whole, PageBytes);
        if (OperatingSystem.IsLinux())
        {
            // Advice only: without large pages everything works as before, slower.
            _ = Advise(memory, whole, AdviseHugePages);
        }

        return Clear(memory, bytes);
    }

    private static void* Clear(void* memory, nuint bytes)
    {
        NativeMemory.Clear(memory, bytes);
        return memory;
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(void* address, nuint length, int advice);
}
