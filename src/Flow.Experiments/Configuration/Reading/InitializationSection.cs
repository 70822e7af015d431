namespace Flow.Experiments.Configuration.Reading;

/// <summary>Reads the section `initialization`, which must suit the parametrization.</summary>
internal static class InitializationSection
{
    public static InitializationConfig Read(Section file, ModelConfig model, ReadingContext context)
    {
        Section section = file.Child(
            "initialization", "kind", "path", "norm", "rho", "g", "seed", "coefficients");
        InitializationKind kind = section.Choice("kind", InitializationKind.Gaussian);
        RefuseForeignKeys(section, kind, model.Parametrization);
        return new InitializationConfig
        {
            Kind = kind,
            Path = kind == InitializationKind.File ? ReadPath(section, context) : null,
            Norm = section.Number("norm", InitializationConfig.DefaultNorm, NumberRange.Positive),
            Rho = section.Number("rho", InitializationConfig.DefaultRho, NumberRange.NonNegative),
            G = ReadScales(section, model),
            Seed = section.Seed(InitializationConfig.DefaultSeed),
            Coefficients = ReadCoefficients(section),
        };
    }

    private static string ReadPath(Section section, ReadingContext context) => section.Has("path")
        ? DataFiles.Existing(section.Node("path")!, section.Name("path"), context)
        : throw section.MissingKey("path", "kind file needs path: weights.npz");

    private static void RefuseForeignKeys(Section section, InitializationKind kind, string parametrization)
    {
        if (kind == InitializationKind.File)
        {
            foreach (string key in (string[])["norm", "rho", "g"])
            {
                section.RefuseKey(key, "contradicts kind file", "remove the key; the file gives the values");
            }
        }
        else
        {
            section.RefuseKey("path", $"means nothing for kind {EnumName.Of(kind)}", "write kind: file or remove it");
        }

        if (kind != InitializationKind.Sine)
        {
            section.RefuseKey(
                "coefficients", $"means nothing for kind {EnumName.Of(kind)}", "write kind: sine or remove it");
        }

        RefuseUnlessOne(section, "norm", parametrization == "lagrange", "every V_k starts with norm 1; use rho");
        string scale = parametrization == "weight-norm" ? "use g: [..]" : "use norm";
        RefuseUnlessOne(section, "rho", parametrization != "lagrange", $"{scale} or parametrization: lagrange");
        if (parametrization != "weight-norm")
        {
            section.RefuseKey("g", $"means nothing for parametrization {parametrization}", "remove the key");
        }
    }

    /// <summary>The value 1 is what the parametrization does anyway, so it is no contradiction.</summary>
    private static void RefuseUnlessOne(Section section, string key, bool foreign, string remedy)
    {
        if (foreign && section.Number(key, 1, NumberRange.Any) is var value && value != 1)
        {
            throw section.Error(
                key, $"{section.Name(key)} {value} contradicts the parametrization", remedy);
        }
    }

    private static ValueList<double> ReadScales(Section section, ModelConfig model)
    {
        ValueList<double> scales = section.Has("g")
            ? section.List("g", [], (node, path) => Values.Number(node, path, NumberRange.NonZero))
            : [];
        return !section.Has("g") || scales.Count == model.WeightLayerCount
            ? scales
            : throw section.Error(
                "g", $"initialization.g has {scales.Count} entries, but the model has {model.WeightLayerCount} weights",
                $"write {model.WeightLayerCount} numbers, the last dense layer included");
    }

    private static SineCoefficients ReadCoefficients(Section section)
    {
        Section part = section.Child("coefficients", "a", "b", "c", "d", "e");
        return new SineCoefficients
        {
            A = part.Number("a", SineCoefficients.DefaultA, NumberRange.Any),
            B = part.Number("b", SineCoefficients.DefaultB, NumberRange.Any),
            C = part.Number("c", SineCoefficients.DefaultC, NumberRange.Any),
            D = part.Number("d", SineCoefficients.DefaultD, NumberRange.Any),
            E = part.Number("e", SineCoefficients.DefaultE, NumberRange.Any),
        };
    }
}
