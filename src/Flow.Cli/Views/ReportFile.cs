using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;
using Flow.Experiments.Reporting;

namespace Flow.Cli.Views;

/// <summary>The report that a run leaves in its directory.</summary>
internal static class ReportFile
{
    /// <summary>Writes it where output.report asks for it, and its name below the files of the run.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="config">The experiment.</param>
    /// <param name="directory">The run directory; without config.yaml there is nothing to report on.</param>
    public static void Write(Terminal terminal, ExperimentConfig config, string directory)
    {
        if (!config.Output.Report || !File.Exists(Path.Combine(directory, "config.yaml")))
        {
            return;
        }

        try
        {
            terminal.Out.WriteLine($"  {HtmlReport.WriteFor(directory)}");
        }
        catch (Exception failure) when (failure is OutputException or ConfigurationException)
        {
            // The run and its results are complete without the report.
            terminal.Error.WriteLine(failure.Message);
        }
    }
}
