using Flow.Experiments.Configuration;
using Flow.Experiments.Randomness;

namespace Flow.Experiments.Initialization;

/// <summary>Builds the state at t = 0 from the section `initialization` and the shapes of the weights.</summary>
public static class WeightInitializer
{
    /// <summary>The initial state that a configuration asks for.</summary>
    /// <param name="config">The sections `initialization` and `model` are used.</param>
    /// <param name="shapes">Per weight layer [out, in], or [out, in, kernel height, kernel width].</param>
    /// <param name="positions">Where the keys of the file stand, for messages.</param>
    /// <returns>Weights, scale and biases.</returns>
    /// <exception cref="ConfigurationException">The weight file does not fit, or a layer would be zero.</exception>
    public static InitialWeights Create(
        ExperimentConfig config, IReadOnlyList<IReadOnlyList<int>> shapes, ConfigPositions positions)
    {
        InitializationConfig initialization = config.Initialization;
        string parametrization = config.Model.Parametrization;
        if (initialization.Kind == InitializationKind.File)
        {
            InitialWeights read = WeightFile.Read(initialization.Path!, parametrization, shapes);
            CheckBiases(read, config.Model.Bias, positions);
            return read;
        }

        double norm = parametrization == "lagrange" ? 1 : initialization.Norm;
        double[][] weights = initialization.Kind == InitializationKind.Sine
            ? Sine(shapes, initialization.Coefficients)
            : Gaussian(shapes, initialization.Seed);
        for (int k = 0; k < weights.Length; k++)
        {
            if (!Rescale(weights[k], norm))
            {
                throw positions.Error(
                    "initialization", $"layer {k + 1} would start at zero, which has no direction",
                    "change the coefficients or use kind: gaussian");
            }
        }

        return new InitialWeights
        {
            Weights = weights,
            Rho = parametrization == "lagrange" ? initialization.Rho : 1,
            Scales = parametrization == "weight-norm" ? ReadScales(initialization, shapes.Count, positions) : [],
            Biases = new double[]?[shapes.Count],
        };
    }

    /// <summary>Independent standard normal entries, layer by layer from one stream.</summary>
    /// <param name="shapes">The shape of each layer.</param>
    /// <param name="seed">The seed of the stream.</param>
    /// <returns>Row-major arrays.</returns>
    public static double[][] Gaussian(IReadOnlyList<IReadOnlyList<int>> shapes, long seed)
    {
        Xoshiro256StarStar random = Xoshiro256StarStar.Stream(seed, RandomPurpose.Initialization);
        double[][] weights = [.. shapes.Select(shape => new double[Size(shape)])];
        foreach (double[] layer in weights)
        {
            for (int i = 0; i < layer.Length; i++)
            {
                layer[i] = random.NextNormal();
            }
        }

        return weights;
    }

    /// <summary>
    /// W_k[i,j] = sin(a + b i + c j + d i j + e k), k = 1..L, zero-based i and j; for kernels j runs over in, kh, kw.
    /// </summary>
    /// <param name="shapes">The shape of each layer.</param>
    /// <param name="sine">The coefficients, radians.</param>
    /// <returns>Row-major arrays.</returns>
    public static double[][] Sine(IReadOnlyList<IReadOnlyList<int>> shapes, SineCoefficients sine)
    {
        var weights = new double[shapes.Count][];
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = new double[Size(shapes[k])];
            int columns = weights[k].Length / shapes[k][0];
            for (int entry = 0; entry < weights[k].Length; entry++)
            {
                double i = entry / columns;
                double j = entry % columns;
                weights[k][entry] = Math.Sin(
                    sine.A + (sine.B * i) + (sine.C * j) + (sine.D * i * j) + (sine.E * (k + 1)));
            }
        }

        return weights;
    }

    /// <summary>Scales an array to a Frobenius norm: w becomes w norm / ||w||.</summary>
    /// <param name="values">The entries, changed in place.</param>
    /// <param name="norm">The norm afterwards.</param>
    /// <returns>False, with the entries unchanged, when they are all zero.</returns>
    public static bool Rescale(Span<double> values, double norm)
    {
        double present = Norm(values);
        if (present == 0)
        {
            return false;
        }

        foreach (ref double value in values)
        {
            value *= norm / present;
        }

        return true;
    }

    /// <summary>The Frobenius norm, the square root of the sum of squares.</summary>
    /// <param name="values">The entries.</param>
    /// <returns>The norm.</returns>
    internal static double Norm(ReadOnlySpan<double> values)
    {
        double squares = 0;
        foreach (double value in values)
        {
            squares += value * value;
        }

        return Math.Sqrt(squares);
    }

    /// <summary>The number of entries of a shape.</summary>
    /// <param name="shape">The sizes.</param>
    /// <returns>Their product.</returns>
    internal static int Size(IReadOnlyList<int> shape) =>
        shape.Aggregate(1, (product, size) => checked(product * size));

    private static void CheckBiases(InitialWeights weights, bool hasBias, ConfigPositions positions)
    {
        if (hasBias && weights.Biases.Contains(null))
        {
            throw positions.Error(
                "initialization.path", "the file lacks a bias b_k, but model.bias is true",
                "give b_1 .. b_L, or set model.bias: false");
        }

        if (!hasBias && weights.Biases.Any(bias => bias is not null))
        {
            throw positions.Error(
                "initialization.path", "the file has a bias b_k, but model.bias is false",
                "set model.bias: true, or take b_k out of the file");
        }
    }

    private static ValueList<double> ReadScales(InitializationConfig config, int layers, ConfigPositions positions)
    {
        if (config.G.Count == 0)
        {
            return [.. Enumerable.Repeat(1.0, layers)];
        }

        return config.G.Count == layers
            ? config.G
            : throw positions.Error(
                "initialization.g", $"initialization.g has {config.G.Count} entries for {layers} weights",
                $"write {layers} numbers");
    }
}
