using System.Runtime.CompilerServices;

namespace Flow.Cli.Tests;

/// <summary>Where the sources of this test project lie.</summary>
internal static class Repository
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Source())!, "../.."));

    public static string Source([CallerFilePath] string path = "") => path;
}
