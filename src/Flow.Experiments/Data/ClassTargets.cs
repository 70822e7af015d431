using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>Labels to class indices to targets.</summary>
internal static class ClassTargets
{
    /// <summary>The classes: those named, or +1 and -1 of synthetic data, or all found, ascending.</summary>
    public static ValueList<int> Find(DatasetEntry entry, RawRecords training, DataConfig config, DataContext context)
    {
        if (config.Targets == TargetKind.Values)
        {
            return [];
        }

        if (entry.Synthetic)
        {
            return [1, -1];
        }

        if (config.Classes.Count == 0)
        {
            var all = new ValueList<int>(training.Labels.Distinct().Order());
            return all.Count >= 2
                ? all
                : throw context.Positions.Error(
                    "data", $"the data have one class only (label {all[0]})", "give data with two or more classes");
        }

        foreach (int label in config.Classes)
        {
            if (!training.Labels.Contains(label))
            {
                throw context.Positions.Error(
                    "data.classes", $"class {label} has no sample in the training part",
                    "name labels that the data contain, or raise limit");
            }
        }

        return config.Classes;
    }

    /// <summary>The index of each record's label; empty when there are no classes.</summary>
    public static int[] Index(RawRecords records, ValueList<int> classes, DataContext context, string path)
    {
        if (classes.Count == 0)
        {
            return [];
        }

        var index = classes.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i);
        int unknown = Array.FindIndex(records.Labels, label => !index.ContainsKey(label));
        return unknown < 0
            ? Array.ConvertAll(records.Labels, label => index[label])
            : throw context.Positions.Error(
                path, $"test record {unknown} has the label {records.Labels[unknown]}, which training never shows",
                "name the classes with data.classes");
    }

    public static Dataset ToDataset(RawRecords records, int[] indices, ValueList<int> classes, DataConfig config)
    {
        int outputs = config.Targets == TargetKind.OneHot ? classes.Count : 1;
        return new Dataset
        {
            Count = records.Count,
            Dimension = records.Dimension,
            Outputs = outputs,
            Inputs = records.Inputs,
            Targets = config.Targets switch
            {
                TargetKind.Values => records.Values!,
                TargetKind.PlusMinus => Array.ConvertAll(indices, index => index == 0 ? 1.0 : -1.0),
                _ => OneHot(indices, outputs),
            },
            Labels = indices,
            ClassLabels = classes,
        };
    }

    private static double[] OneHot(int[] indices, int outputs)
    {
        var targets = new double[checked(indices.Length * outputs)];
        for (int n = 0; n < indices.Length; n++)
        {
            targets[(n * outputs) + indices[n]] = 1;
        }

        return targets;
    }
}
