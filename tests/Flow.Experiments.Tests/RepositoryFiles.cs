namespace Flow.Experiments.Tests;

/// <summary>Files outside the test project: the examples, and reference files that may be absent.</summary>
internal static class RepositoryFiles
{
    public static string Root { get; } = FindRoot();

    /// <summary>A file under shared/, next to or above the repository; the test is skipped when it is absent.</summary>
    public static string Shared(string relative) =>
        FindShared(relative) ?? throw new SkipException($"shared/{relative} is not on this machine");

    /// <summary>A file under shared/, or null where it is absent.</summary>
    public static string? FindShared(string relative)
    {
        for (DirectoryInfo? place = new(Root); place is not null; place = place.Parent)
        {
            string path = Path.Combine(place.FullName, "shared", relative);
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static string FindRoot()
    {
        DirectoryInfo? place = new(AppContext.BaseDirectory);
        while (place is not null && !File.Exists(Path.Combine(place.FullName, "GradientFlowSim.sln")))
        {
            place = place.Parent;
        }

        return place?.FullName ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
