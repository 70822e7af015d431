using Flow.Experiments.Data;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the section `data`.</summary>
internal static class DataSection
{
    /// <summary>More records or columns than this is a typing error.</summary>
    private const int LargestCount = 100_000_000;

    private static readonly string[] Keys =
    [
        "source", "path", "count", "dimension", "seed", "teacher", "classes", "targets", "normalize", "limit", "shape",
        "labelNoise", "test",
    ];

    public static DataConfig Read(Section file, ReadingContext context)
    {
        if (!file.Has("data"))
        {
            throw file.MissingKey("data", "write e.g. data: {source: optdigits, classes: [3, 8]}");
        }

        Section section = file.Child("data", Keys);
        string[] names = [.. DatasetCatalog.All.Select(entry => entry.Name)];
        string source = section.OneOf("source", DataConfig.DefaultSource, names);
        DatasetEntry entry = DatasetCatalog.All.First(found => found.Name == source);
        RefuseForeignKeys(section, entry);
        ValueList<int> classes = ReadClasses(section);
        var config = new DataConfig
        {
            Source = source,
            Files = DataFiles.Read(section, entry, context),
            Count = section.Integer("count", DataConfig.DefaultCount, 1, LargestCount),
            Dimension = section.Integer("dimension", DataConfig.DefaultDimension, 1, LargestCount),
            Seed = section.Seed(DataConfig.DefaultSeed),
            Teacher = entry.Name == "teacher" ? ReadTeacher(section, context) : null,
            Classes = classes,
            Targets = ReadTargets(section, entry, classes),
            Normalize = section.Choice("normalize", Normalization.None),
            Limit = section.OptionalInteger("limit", 1),
            Shape = ReadShape(section),
            LabelNoise = section.Number("labelNoise", DataConfig.DefaultLabelNoise, NumberRange.ClosedUnit),
            Test = section.Has("test") ? ReadTest(section, entry, context) : null,
        };
        CheckSize(section, entry, config);
        return config;
    }

    private static void RefuseForeignKeys(Section section, DatasetEntry entry)
    {
        const string synthetic = "use it with gaussian or teacher, or remove the key";
        if (!entry.Synthetic)
        {
            section.RefuseKey("count", $"means nothing for source {entry.Name}", $"{synthetic} (limit keeps records)");
            section.RefuseKey("dimension", $"means nothing for source {entry.Name}", synthetic);
        }
        else
        {
            section.RefuseKey("classes", $"means nothing for source {entry.Name}", "remove the key; labels are +1, -1");
        }

        if (entry.Name != "teacher")
        {
            section.RefuseKey("teacher", $"means nothing for source {entry.Name}", "write source: teacher");
        }

        if (entry.Files == DatasetFiles.None)
        {
            section.RefuseKey("path", $"means nothing for source {entry.Name}", "remove the key or change the source");
        }
    }

    private static ValueList<int> ReadClasses(Section section)
    {
        if (!section.Has("classes"))
        {
            return [];
        }

        ValueList<int> classes = section.List(
            "classes", [], (node, path) => (int)Values.Integer(node, path, int.MinValue, int.MaxValue));
        if (classes.Count < 2)
        {
            throw section.Error(
                "classes", $"data.classes names {classes.Count} label(s)", "name two or more, or none for all");
        }

        return classes.Distinct().Count() == classes.Count
            ? classes
            : throw section.Error("classes", "data.classes names a label twice", "name each label once");
    }

    private static TargetKind ReadTargets(Section section, DatasetEntry entry, ValueList<int> classes)
    {
        bool two = entry.Synthetic || classes.Count == 2;
        TargetKind targets = section.Choice("targets", two ? TargetKind.PlusMinus : TargetKind.OneHot);
        if (targets == TargetKind.PlusMinus && !two)
        {
            throw section.Error(
                "targets", "targets plus-minus needs exactly two classes", "write classes: [a, b] or targets: one-hot");
        }

        if (targets == TargetKind.Values && entry.Name != "teacher")
        {
            throw section.Error(
                "targets", $"targets values means nothing for source {entry.Name}",
                "write plus-minus or one-hot, or source: teacher");
        }

        return targets == TargetKind.Values && section.Number("labelNoise", 0, NumberRange.ClosedUnit) > 0
            ? throw section.Error(
                "labelNoise", "data.labelNoise needs labels, but the targets are values", "use teacher.noise instead")
            : targets;
    }

    private static TeacherConfig ReadTeacher(Section section, ReadingContext context)
    {
        Section teacher = section.Child("teacher", "widths", "activation", "noise");
        return new TeacherConfig
        {
            Widths = teacher.List(
                "widths", new TeacherConfig().Widths,
                (node, path) => (int)Values.Integer(node, path, 1, LargestCount)),
            Activation = teacher.Checked(
                "activation", TeacherConfig.DefaultActivation, context.Names.ActivationError),
            Noise = teacher.Number("noise", TeacherConfig.DefaultNoise, NumberRange.NonNegative),
        };
    }

    private static InputShape? ReadShape(Section section)
    {
        if (!section.Has("shape"))
        {
            return null;
        }

        ValueList<int> sizes = section.List("shape", [], (node, path) => (int)Values.Integer(node, path, 1, 1 << 20));
        bool fits = sizes.Count == 3 && (double)sizes[0] * sizes[1] * sizes[2] <= int.MaxValue;
        return fits
            ? new InputShape(sizes[0], sizes[1], sizes[2])
            : throw section.Error("shape", $"data.shape is {sizes}", "write [channels, height, width]");
    }

    private static TestConfig ReadTest(Section section, DatasetEntry entry, ReadingContext context)
    {
        Section test = section.Child("test", "path", "fraction", "seed");
        if (test.Has("path") == test.Has("fraction"))
        {
            throw section.Error(
                "test", test.Has("path") ? "data.test has both path and fraction" : "data.test has no path or fraction",
                "write either {path: test.csv} or {fraction: 0.2, seed: 0}");
        }

        if (test.Has("path"))
        {
            test.RefuseKey("seed", "means nothing with data.test.path", "remove it or hold out a fraction");
            if (entry.Files == DatasetFiles.None)
            {
                throw test.Error(
                    "path", $"source {entry.Name} has no files", "hold out a part instead: test: {fraction: 0.2}");
            }
        }

        return new TestConfig
        {
            Files = test.Has("path") ? DataFiles.Read(test, entry, context) : [],
            Fraction = test.OptionalNumber("fraction", NumberRange.OpenUnit) ?? 0,
            Seed = test.Seed(TestConfig.DefaultSeed),
        };
    }

    private static void CheckSize(Section section, DatasetEntry entry, DataConfig config)
    {
        if (entry.Synthetic && (double)config.Count * config.Dimension > Dataset.LargestSize)
        {
            throw section.Error(
                "count", $"data.count x data.dimension is {(double)config.Count * config.Dimension:0}",
                $"keep the product at most {Dataset.LargestSize}");
        }

        if (entry.Synthetic && config.Shape is { } shape && shape.Size != config.Dimension)
        {
            throw section.Error(
                "shape", $"data.shape has {shape.Size} entries, but an input has {config.Dimension}",
                "write a shape whose product is data.dimension");
        }
    }
}
