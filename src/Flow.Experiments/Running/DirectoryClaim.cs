namespace Flow.Experiments.Running;

/// <summary>Keeps a run directory to one run, by a lock on a file in it that ends with the process, however that ends.
/// </summary>
internal sealed class DirectoryClaim : IDisposable
{
    private const string FileName = ".running";

    // EWOULDBLOCK of Linux and of macOS, and the sharing violation of Windows.
    private static readonly int[] Locked = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _held;

    private DirectoryClaim(FileStream held) => _held = held;

    /// <summary>Takes a directory that exists and can be written to; null where another run has it.</summary>
    /// <param name="directory">The directory.</param>
    public static DirectoryClaim? TryTake(string directory)
    {
        try
        {
            return new(new FileStream(
                Path.Combine(directory, FileName),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None,
                1,
                FileOptions.DeleteOnClose));
        }
        catch (IOException refusal) when (Locked.Contains(refusal.HResult))
        {
            return null;
        }
    }

    /// <summary>Gives the directory back.</summary>
    public void Dispose() => _held.Dispose();
}
