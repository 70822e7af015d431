namespace Flow.Integrators.Tests;

/// <summary>Reference files under shared/, next to or above the repository, that may be absent.</summary>
internal static class SharedFiles
{
    /// <summary>A file; the test is skipped where it is absent.</summary>
    public static string Find(string relative)
    {
        for (DirectoryInfo? place = new(AppContext.BaseDirectory); place is not null; place = place.Parent)
        {
            var path = Path.Combine(place.FullName, "shared", relative);
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new SkipException($"shared/{relative} is not on this machine");
    }
}
