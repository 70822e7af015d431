using Flow.Experiments.Configuration.Reading;

namespace Flow.Experiments.Configuration.Writing;

/// <summary>Writes the section `data`, with the keys that its source knows.</summary>
internal static class DataYaml
{
    public static void Write(YamlText yaml, DataConfig config) => yaml.Mapping("data", () =>
    {
        yaml.Pair("source", config.Source);
        WriteFiles(yaml, config.Source, config.Files);
        if (config.Source is "gaussian" or "teacher")
        {
            yaml.Pair("count", config.Count);
            yaml.Pair("dimension", config.Dimension);
        }

        yaml.Pair("seed", config.Seed);
        if (config.Teacher is { } teacher)
        {
            yaml.Mapping("teacher", () =>
            {
                yaml.List("widths", teacher.Widths);
                yaml.Pair("activation", teacher.Activation);
                yaml.Pair("noise", teacher.Noise);
            });
        }

        if (config.Classes.Count > 0)
        {
            yaml.List("classes", config.Classes);
        }
        else
        {
            yaml.Null("classes");
        }

        yaml.Pair("targets", EnumName.Of(config.Targets));
        yaml.Pair("normalize", EnumName.Of(config.Normalize));
        yaml.Pair("limit", config.Limit);
        WriteShape(yaml, config.Shape);
        yaml.Pair("labelNoise", config.LabelNoise);
        WriteTest(yaml, config);
    });

    private static void WriteFiles(YamlText yaml, string source, ValueList<string> files)
    {
        if (source == "idx")
        {
            yaml.Mapping("path", () =>
            {
                yaml.Pair("images", files[0]);
                yaml.Pair("labels", files[1]);
            });
        }
        else if (files.Count == 1)
        {
            yaml.Pair("path", files[0]);
        }
        else if (files.Count > 1)
        {
            yaml.List("path", files);
        }
    }

    private static void WriteShape(YamlText yaml, InputShape? shape)
    {
        if (shape is null)
        {
            yaml.Null("shape");
        }
        else
        {
            yaml.List("shape", [shape.Channels, shape.Height, shape.Width]);
        }
    }

    private static void WriteTest(YamlText yaml, DataConfig config)
    {
        if (config.Test is not { } test)
        {
            yaml.Null("test");
            return;
        }

        yaml.Mapping("test", () =>
        {
            if (test.Files.Count > 0)
            {
                WriteFiles(yaml, config.Source, test.Files);
            }
            else
            {
                yaml.Pair("fraction", test.Fraction);
                yaml.Pair("seed", test.Seed);
            }
        });
    }
}
