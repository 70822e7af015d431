using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>The data sources.</summary>
public static class DatasetCatalog
{
    /// <summary>Every data source.</summary>
    public static IReadOnlyList<DatasetEntry> All { get; } =
    [
        new("optdigits", "1,797 handwritten digits as 8 x 8 images, embedded in the program (UCI)",
            DatasetFiles.None, false, OptDigits.Read),
        new("csv", "numbers separated by commas, no header, the label in the last column",
            DatasetFiles.One, false, CsvRecords.Read),
        new("idx", "MNIST-like images and labels in IDX files, plain or .gz; pixels / 255",
            DatasetFiles.ImagesAndLabels, false, IdxRecords.Read),
        new("cifar10", "CIFAR-10 binary files, plain or .gz; pixels / 255",
            DatasetFiles.Many, false, Cifar10Records.Read),
        new("gaussian", "independent normal inputs with labels +1 and -1 drawn at random",
            DatasetFiles.None, true, GaussianRecords.Read),
        new("teacher", "independent normal inputs labelled by a random network",
            DatasetFiles.None, true, TeacherRecords.Read),
    ];

    /// <summary>
    /// Loads the data of an experiment: records, class filter, limit, test part, label noise, normalisation, targets.
    /// </summary>
    /// <param name="config">The section `data`.</param>
    /// <param name="context">What loading needs from elsewhere.</param>
    /// <returns>The training part, with the test part inside when one is asked for.</returns>
    /// <exception cref="ConfigurationException">A file or a combination of options is wrong.</exception>
    public static Dataset Load(DataConfig config, DataContext context)
    {
        DatasetEntry entry = All.FirstOrDefault(found => found.Name == config.Source)
            ?? throw context.Positions.Error(
                "data.source", $"data.source '{config.Source}' is unknown",
                $"known names: {string.Join(", ", All.Select(found => found.Name))}");
        return DatasetAssembly.Load(entry, config, context);
    }
}
