using Flow.Experiments.Configuration;
using Flow.Experiments.Data;

namespace Flow.Experiments.Tests;

/// <summary>Loads data the way a run does: from the text of an experiment file.</summary>
internal static class TestData
{
    /// <summary>Loads the section "data: {...}" written as flow YAML, relative to a directory.</summary>
    public static Dataset Load(string data, string directory = "/")
    {
        ConfigDocument document = ConfigReader.ReadText(
            $"data: {data}\nmodel: {{widths: []}}\n", "run.yaml", directory, TestCatalogs.Names);
        return DatasetCatalog.Load(document.Config.Data, new DataContext(document.Positions, Activation));
    }

    public static double[] Input(Dataset data, int n) =>
        data.Inputs[(n * data.Dimension)..((n + 1) * data.Dimension)];

    /// <summary>The label in the file of sample n.</summary>
    public static int Label(Dataset data, int n) => data.ClassLabels[data.Labels[n]];

    public static Func<double, double> Activation(string text) => text switch
    {
        "relu" => z => Math.Max(z, 0),
        "tanh" => Math.Tanh,
        "linear" => z => z,
        _ => throw new ArgumentException($"the tests know no activation {text}", nameof(text)),
    };
}
