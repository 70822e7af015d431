using System.Diagnostics;
using System.Globalization;

namespace Flow.Benchmarks.Peers;

/// <summary>A peer in a process of its own, which times a block of calls when it is asked to.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    public PeerProcess(string python, string script, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(python, [script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{python} does not start.");
        Version = Read();
    }

    /// <summary>The peer's name and version.</summary>
    public string Version { get; }

    /// <summary>The shortest call of a block, nanoseconds.</summary>
    public double Block(int threads, double seconds)
    {
        _process.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{threads} {seconds}"));
        _process.StandardInput.Flush();
        return double.Parse(Read(), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private string Read() => _process.StandardOutput.ReadLine()
        ?? throw new InvalidOperationException("The peer has ended; its message is above.");
}
