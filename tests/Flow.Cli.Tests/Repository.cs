namespace Flow.Cli.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "GradientFlowSim.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No GradientFlowSim.sln lies above {AppContext.BaseDirectory}.");
    }
}
