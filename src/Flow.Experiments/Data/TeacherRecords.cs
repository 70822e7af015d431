using Flow.Experiments.Configuration;
using Flow.Experiments.Randomness;

namespace Flow.Experiments.Data;

/// <summary>
/// Standard normal inputs with values u = W_L h(W_(L-1) ... h(W_1 x)) + noise, W_k[i,j] normal of variance
/// 1 / columns; the label is +1 where u >= 0 and -1 elsewhere.
/// </summary>
internal static class TeacherRecords
{
    public static RawRecords Read(SourceRequest request)
    {
        DataConfig config = request.Config;
        TeacherConfig teacher = config.Teacher ?? new TeacherConfig();
        Func<double, double> activation = request.Context.Activation(teacher.Activation);
        double[][] weights = DrawWeights(config, teacher);
        Xoshiro256StarStar noise = Xoshiro256StarStar.Stream(config.Seed, RandomPurpose.TeacherNoise);
        double[] inputs = GaussianRecords.Inputs(request);
        var values = new double[inputs.Length / config.Dimension];
        for (int n = 0; n < values.Length; n++)
        {
            ReadOnlySpan<double> input = inputs.AsSpan(n * config.Dimension, config.Dimension);
            values[n] = Evaluate(weights, activation, input) + (teacher.Noise * noise.NextNormal());
            if (!double.IsFinite(values[n]))
            {
                throw request.Context.Positions.Error(
                    "data.teacher", $"the teacher's output for sample {n} is {values[n]}",
                    "choose an activation that is finite for every number");
            }
        }

        int[] labels = [.. values.Select(value => value >= 0 ? 1 : -1)];
        return new RawRecords(inputs, labels, config.Dimension) { Values = values };
    }

    private static double[][] DrawWeights(DataConfig config, TeacherConfig teacher)
    {
        Xoshiro256StarStar random = Xoshiro256StarStar.Stream(config.Seed, RandomPurpose.Teacher);
        int[] widths = [config.Dimension, .. teacher.Widths, 1];
        var weights = new double[widths.Length - 1][];
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = new double[checked(widths[k] * widths[k + 1])];
            for (int i = 0; i < weights[k].Length; i++)
            {
                weights[k][i] = random.NextNormal() / Math.Sqrt(widths[k]);
            }
        }

        return weights;
    }

    private static double Evaluate(double[][] weights, Func<double, double> activation, ReadOnlySpan<double> input)
    {
        double[] value = input.ToArray();
        for (int k = 0; k < weights.Length; k++)
        {
            var next = new double[weights[k].Length / value.Length];
            for (int i = 0; i < next.Length; i++)
            {
                double sum = 0;
                for (int j = 0; j < value.Length; j++)
                {
                    sum += weights[k][(i * value.Length) + j] * value[j];
                }

                next[i] = k == weights.Length - 1 ? sum : activation(sum);
            }

            value = next;
        }

        return value[0];
    }
}
