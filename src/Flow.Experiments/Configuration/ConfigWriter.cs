using Flow.Experiments.Configuration.Reading;
using Flow.Experiments.Configuration.Writing;

namespace Flow.Experiments.Configuration;

/// <summary>Writes a configuration as YAML, complete: every default is written out, absent values as null.</summary>
/// <remarks>Reading the text back gives an equal configuration. File paths are written in full.</remarks>
public static class ConfigWriter
{
    /// <summary>The YAML text of a configuration.</summary>
    /// <param name="config">The configuration.</param>
    /// <returns>Text that <see cref="ConfigReader"/> accepts.</returns>
    public static string Write(ExperimentConfig config)
    {
        using var text = new StringWriter { NewLine = "\n" };
        var yaml = new YamlText(text);
        yaml.Begin();
        yaml.Pair("name", config.Name);
        DataYaml.Write(yaml, config.Data);
        ModelYaml.Write(yaml, config.Model);
        WriteInitialization(yaml, config.Initialization, config.Model.Parametrization);
        FlowYaml.Write(yaml, config.Flow);
        FlowYaml.Write(yaml, config.Train);
        yaml.Mapping("compare", () =>
        {
            yaml.List("learningRates", config.Compare.LearningRates);
            yaml.Pair("seeds", config.Compare.Seeds);
            yaml.Pair("modifiedFlow", config.Compare.ModifiedFlow);
        });
        yaml.List("observables", config.Observables);
        yaml.Mapping("backend", () =>
        {
            yaml.Pair("kind", config.Backend.Kind);
            yaml.Pair("threads", config.Backend.Threads);
            yaml.Pair("precision", EnumName.Of(config.Backend.Precision));
        });
        yaml.Mapping("output", () =>
        {
            yaml.Pair("directory", config.Output.Directory);
            yaml.Pair("report", config.Output.Report);
            yaml.Pair("weights", EnumName.Of(config.Output.Weights));
        });
        yaml.End();
        return text.ToString();
    }

    private static void WriteInitialization(YamlText yaml, InitializationConfig config, string parametrization) =>
        yaml.Mapping("initialization", () =>
        {
            yaml.Pair("kind", EnumName.Of(config.Kind));
            if (config.Kind == InitializationKind.File)
            {
                yaml.Pair("path", config.Path);
            }
            else
            {
                WriteScales(yaml, config, parametrization);
            }

            yaml.Pair("seed", config.Seed);
            if (config.Kind == InitializationKind.Sine)
            {
                SineCoefficients sine = config.Coefficients;
                yaml.Mapping("coefficients", () =>
                {
                    yaml.Pair("a", sine.A);
                    yaml.Pair("b", sine.B);
                    yaml.Pair("c", sine.C);
                    yaml.Pair("d", sine.D);
                    yaml.Pair("e", sine.E);
                });
            }
        });

    private static void WriteScales(YamlText yaml, InitializationConfig config, string parametrization)
    {
        yaml.Pair("norm", config.Norm);
        if (parametrization == "lagrange")
        {
            yaml.Pair("rho", config.Rho);
        }
        else if (config.G.Count > 0)
        {
            yaml.List("g", config.G);
        }
    }
}
