namespace Flow.Architecture.Tests;

/// <summary>The files of the repository, found from where this file stands in it.</summary>
internal static class Repository
{
    private static readonly string[] Generated = ["/artifacts/", "/runs/", "/.git/", "/obj/", "/bin/"];

    public static string Root { get; } = FindRoot();

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(static file => !Generated.Any(part => file.Contains(part, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);

    public static string Text(string relativePath) => File.ReadAllText(Path.Combine(Root, relativePath));

    public static string Relative(string file) => Path.GetRelativePath(Root, file);

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "GradientFlowSim.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new DirectoryNotFoundException("The tests must run inside the repository.");
    }
}
