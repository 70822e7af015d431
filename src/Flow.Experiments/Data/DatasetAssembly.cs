using Flow.Experiments.Configuration;
using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Data;

/// <summary>Raw records to a data set, in this order: filter, limit, test part, noise, scaling, targets.</summary>
internal static class DatasetAssembly
{
    public static Dataset Load(DatasetEntry entry, DataConfig config, DataContext context)
    {
        HashSet<int>? labels = config.Classes.Count == 0 ? null : [.. config.Classes];
        RawRecords training = entry.Read(new SourceRequest(config, context, config.Files, labels, config.Limit));
        if (training.Count == 0)
        {
            throw context.Positions.Error(
                "data.classes", $"no record has a label of {config.Classes}", "name labels that the data contain");
        }

        InputShape? shape = ChooseShape(training, config, context);
        RawRecords? test = null;
        if (config.Test is { Fraction: > 0 } split)
        {
            (training, test) = TestSplit.Split(training, split, context);
        }
        else if (config.Test is { } part)
        {
            test = ReadTest(entry, config, context, part, training.Dimension);
        }

        ValueList<int> classes = ClassTargets.Find(entry, training, config, context);
        int[] indices = ClassTargets.Index(training, classes, context, "data");
        int[]? testIndices = test is null ? null : ClassTargets.Index(test, classes, context, "data.test");
        LabelNoise.Apply(indices, classes.Count, config);
        Normalizer.Apply(training, test, config.Normalize);
        if (!IsFinite(training.Inputs) || !IsFinite(test?.Inputs ?? []))
        {
            throw context.Positions.Error(
                "data.normalize", $"inputs are too large for {EnumName.Of(config.Normalize)} in double precision",
                "divide the columns by a constant before writing the file");
        }

        return ClassTargets.ToDataset(training, indices, classes, config) with
        {
            Shape = shape,
            Test = test is null
                ? null
                : ClassTargets.ToDataset(test, testIndices!, classes, config) with { Shape = shape },
        };
    }

    private static RawRecords ReadTest(
        DatasetEntry entry, DataConfig config, DataContext context, TestConfig part, int dimension)
    {
        HashSet<int>? labels = config.Classes.Count == 0 ? null : [.. config.Classes];
        RawRecords test = entry.Read(new SourceRequest(config, context, part.Files, labels, null));
        if (test.Count == 0)
        {
            throw context.Positions.Error(
                "data.test.path", "the test part has no record of the chosen classes", "give a file that has some");
        }

        return test.Dimension == dimension
            ? test
            : throw context.Positions.Error(
                "data.test.path", $"test inputs have {test.Dimension} entries, training inputs {dimension}",
                "give a test file of the same form");
    }

    private static bool IsFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        return true;
    }

    private static InputShape? ChooseShape(RawRecords records, DataConfig config, DataContext context)
    {
        if (config.Shape is { } shape && shape.Size != records.Dimension)
        {
            throw context.Positions.Error(
                "data.shape", $"data.shape has {shape.Size} entries, but an input has {records.Dimension}",
                $"write [channels, height, width] with product {records.Dimension}");
        }

        return config.Shape ?? records.Shape;
    }
}
