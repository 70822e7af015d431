using Flow.Experiments.Configuration;
using Flow.Experiments.Outputs;

namespace Flow.Experiments.Initialization;

/// <summary>
/// Weights to and from NPZ files with the names V_k, rho (lagrange), W_k (unconstrained), g_k, v_k (weight-norm), b_k.
/// </summary>
public static class WeightFile
{
    /// <summary>Largest deviation of ||V_k|| from 1 that is kept as it is.</summary>
    private const double NormTolerance = 1e-6;

    /// <summary>The arrays of a state, under their names.</summary>
    /// <param name="weights">The state.</param>
    /// <param name="parametrization">lagrange, unconstrained or weight-norm.</param>
    /// <param name="shapes">The shape of each weight layer.</param>
    /// <returns>The arrays in the order in which they are written.</returns>
    public static IReadOnlyList<NpzArray> ToArrays(
        InitialWeights weights, string parametrization, IReadOnlyList<IReadOnlyList<int>> shapes)
    {
        var arrays = new List<NpzArray>();
        for (int k = 0; k < shapes.Count; k++)
        {
            if (parametrization == "weight-norm")
            {
                arrays.Add(new NpzArray($"g_{k + 1}", [], [weights.Scales[k]]));
            }

            arrays.Add(new NpzArray($"{Letter(parametrization)}_{k + 1}", [.. shapes[k]], weights.Weights[k]));
            if (weights.Biases[k] is { } bias)
            {
                arrays.Add(new NpzArray($"b_{k + 1}", [bias.Length], bias));
            }

            if (weights.Gains.ElementAtOrDefault(k) is { } gain)
            {
                arrays.Add(new NpzArray($"gamma_{k + 1}", [gain.Length], gain));
            }

            if (weights.Shifts.ElementAtOrDefault(k) is { } shift)
            {
                arrays.Add(new NpzArray($"beta_{k + 1}", [shift.Length], shift));
            }
        }

        if (parametrization == "lagrange")
        {
            arrays.Add(new NpzArray("rho", [], [weights.Rho]));
        }

        return arrays;
    }

    /// <summary>Reads a state that fits the shapes.</summary>
    /// <param name="path">The NPZ file.</param>
    /// <param name="parametrization">lagrange, unconstrained or weight-norm.</param>
    /// <param name="shapes">The shape of each weight layer.</param>
    /// <returns>The state; biases only where the file has them.</returns>
    /// <exception cref="ConfigurationException">An array is missing, has another shape, or is not finite.</exception>
    public static InitialWeights Read(
        string path, string parametrization, IReadOnlyList<IReadOnlyList<int>> shapes)
    {
        var file = new Arrays(path, NpzReader.Read(path).ToDictionary(array => array.Name));
        string letter = Letter(parametrization);
        double[][] weights = [.. shapes.Select((shape, k) => file.Find($"{letter}_{k + 1}", shape))];
        file.RefuseMoreLayers(letter, shapes.Count);
        for (int k = 0; k < weights.Length; k++)
        {
            CheckNorm(file, $"{letter}_{k + 1}", weights[k], parametrization);
        }

        return new InitialWeights
        {
            Weights = weights,
            Rho = parametrization == "lagrange" ? ReadRho(file) : 1,
            Scales = parametrization == "weight-norm"
                ? [.. shapes.Select((_, k) => file.Scalar($"g_{k + 1}"))]
                : [],
            Biases = [.. shapes.Select((shape, k) => file.Optional($"b_{k + 1}", [shape[0]]))],
            Gains = [.. shapes.Select((shape, k) => file.Optional($"gamma_{k + 1}", [shape[0]]))],
            Shifts = [.. shapes.Select((shape, k) => file.Optional($"beta_{k + 1}", [shape[0]]))],
        };
    }

    private static double ReadRho(Arrays file) => file.Scalar("rho") is >= 0 and var rho
        ? rho
        : throw file.Error("array rho is negative", "give rho >= 0 and put the sign into the last weight");

    private static string Letter(string parametrization) => parametrization switch
    {
        "lagrange" => "V",
        "weight-norm" => "v",
        _ => "W",
    };

    private static void CheckNorm(Arrays file, string name, double[] values, string parametrization)
    {
        double norm = WeightInitializer.Norm(values);
        if (norm == 0)
        {
            throw file.Error($"array {name} is zero", "give a weight with a direction");
        }

        if (parametrization == "lagrange" && Math.Abs(norm - 1) > NormTolerance)
        {
            throw file.Error(
                $"array {name} has Frobenius norm {norm:R}",
                "lagrange needs norm 1: divide by the norm and put it into rho");
        }
    }

    private sealed record Arrays(string Path, Dictionary<string, NpzArray> Found)
    {
        public double[] Find(string name, IReadOnlyList<int> shape) => Optional(name, shape)
            ?? throw Error(
                $"array {name} is missing", $"the file has {string.Join(", ", Found.Keys)}; check the parametrization");

        public double[]? Optional(string name, IReadOnlyList<int> shape)
        {
            if (!Found.TryGetValue(name, out NpzArray? array))
            {
                return null;
            }

            if (!array.Shape.SequenceEqual(shape))
            {
                throw Error(
                    $"array {name} has shape {array.Shape}", $"the model needs {new ValueList<int>(shape)}");
            }

            return Array.TrueForAll(array.Values, double.IsFinite)
                ? array.Values
                : throw Error($"array {name} has NaN or infinite entries", "give finite weights");
        }

        public double Scalar(string name) =>
            Found.TryGetValue(name, out NpzArray? array) && array.Shape.Count == 1 && array.Values.Length == 1
                ? Find(name, [1])[0]
                : Find(name, [])[0];

        public void RefuseMoreLayers(string letter, int layers)
        {
            string next = $"{letter}_{layers + 1}";
            if (Found.ContainsKey(next))
            {
                throw Error($"array {next} has no layer", $"the model has {layers} weights");
            }
        }

        public ConfigurationException Error(string problem, string remedy) =>
            new(new SourcePosition(Path, 1, 1), problem, remedy);
    }
}
