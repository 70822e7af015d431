using System.Globalization;
using Flow.Experiments.Data;
using Flow.Networks.Model;
using Flow.Symbolic.Rewriting;

namespace Flow.Experiments.Nonsmooth;

/// <summary>
/// Samples whose switching functions are multiples of each other: z_j = t_j z_i, t_j > 0, for equal inputs and, where
/// the network has no biases and so is homogeneous in its input, for inputs of the same direction. Their kinks are one.
/// </summary>
internal sealed class CoincidentSamples
{
    private const double Distance = 1e-12;

    private readonly int[] _firsts;

    private CoincidentSamples(int[] members, double[] factors, int[] firsts) =>
        (Members, Factors, _firsts) = (members, factors, firsts);

    /// <summary>The number of groups.</summary>
    public int Count => _firsts.Length - 1;

    /// <summary>The samples, group after group, groups and members in their order in the data.</summary>
    public int[] Members { get; }

    /// <summary>t of each of <see cref="Members"/>, 1 for the first of a group.</summary>
    public double[] Factors { get; }

    /// <summary>Where a group starts in <see cref="Members"/>; the number of samples for the group behind the last.
    /// </summary>
    public int Start(int group) => _firsts[group];

    /// <summary>The size of the largest group.</summary>
    public int Largest => Enumerable.Range(0, Count).Max(group => Start(group + 1) - Start(group));

    /// <summary>Groups the samples of a data set.</summary>
    /// <param name="data">The data.</param>
    /// <param name="model">The network.</param>
    public static CoincidentSamples Of(Dataset data, NetworkModel model)
    {
        var directions = new InputDirections(data, Distance);
        var isHomogeneous = IsHomogeneous(model);
        var groups = new List<List<int>>();
        foreach (var alike in directions.Alike())
        {
            var own = groups.Count;
            foreach (var sample in alike)
            {
                var group = groups.FindIndex(
                    own, other => isHomogeneous || IsNear(directions.Norm(sample), directions.Norm(other[0])));
                if (group < 0)
                {
                    groups.Add([sample]);
                }
                else
                {
                    groups[group].Add(sample);
                }
            }
        }

        groups.Sort(static (one, other) => one[0].CompareTo(other[0]));
        int[] members = [.. groups.SelectMany(static group => group)];
        var factors = groups.SelectMany(group => group.Select(sample =>
            directions.Norm(group[0]) > 0 ? directions.Norm(sample) / directions.Norm(group[0]) : 1));
        var firsts = new int[groups.Count + 1];
        for (var group = 0; group < groups.Count; group++)
        {
            firsts[group + 1] = firsts[group] + groups[group].Count;
        }

        return new(members, [.. factors], firsts);
    }

    /// <summary>Two samples whose kinks in the first layer are one while those behind it are not: with opposite inputs
    /// or, where the network is not homogeneous, with inputs of one direction; null where there are none.</summary>
    /// <param name="data">The data.</param>
    /// <param name="model">The network.</param>
    public static (int First, int Second)? Find(Dataset data, NetworkModel model)
    {
        if (model.Parameters.Any(static parameter => !parameter.IsWeight && parameter.Layer == 1))
        {
            return null;
        }

        var directions = new InputDirections(data, Distance);
        var pair = directions.Opposite();
        return pair is not null || IsHomogeneous(model) ? pair : directions.Alike()
            .Where(alike => directions.Norm(alike[0]) > 0)
            .Select(alike => (alike[0], Other: alike.Find(n => !IsNear(directions.Norm(n), directions.Norm(alike[0])))))
            .Where(static found => found.Other > 0)
            .Select(static found => ((int First, int Second)?)found)
            .FirstOrDefault();
    }

    /// <summary>What <see cref="Find"/> has found, in words; null where it is nothing.</summary>
    /// <param name="data">The data.</param>
    /// <param name="model">The network.</param>
    public static string? Describe(Dataset data, NetworkModel model) => Find(data, model) is var (one, other)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"the inputs of samples {one + 1} and {other + 1} lie on one line through 0, so that they meet the kinks "
            + $"of the first layer together and those behind it apart")
        : null;

    private static bool IsHomogeneous(NetworkModel model) =>
        model.Parameters.All(static parameter => parameter.IsWeight)
        && Homogeneity.Degree(model.Output, model.Input) is { IsOne: true };

    private static bool IsNear(double norm, double other) => Math.Abs(norm - other) <= Distance * other;
}
