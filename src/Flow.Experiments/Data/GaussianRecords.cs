using Flow.Experiments.Configuration;
using Flow.Experiments.Randomness;

namespace Flow.Experiments.Data;

/// <summary>Independent standard normal inputs; labels +1 and -1 with probability 1/2 each.</summary>
internal static class GaussianRecords
{
    public static RawRecords Read(SourceRequest request)
    {
        DataConfig config = request.Config;
        Xoshiro256StarStar random = Xoshiro256StarStar.Stream(config.Seed, RandomPurpose.Labels);
        var labels = new int[Count(request)];
        for (int n = 0; n < labels.Length; n++)
        {
            labels[n] = random.NextInteger(2) == 0 ? 1 : -1;
        }

        return new RawRecords(Inputs(request), labels, config.Dimension);
    }

    /// <summary>Inputs N x d; the first records do not depend on how many follow.</summary>
    public static double[] Inputs(SourceRequest request)
    {
        Xoshiro256StarStar random = Xoshiro256StarStar.Stream(request.Config.Seed, RandomPurpose.Inputs);
        var inputs = new double[checked(Count(request) * request.Config.Dimension)];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = random.NextNormal();
        }

        return inputs;
    }

    private static int Count(SourceRequest request) =>
        Math.Min(request.Config.Count, request.Limit ?? int.MaxValue);
}
