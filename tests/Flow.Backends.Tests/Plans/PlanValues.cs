using Flow.Backends.Plans;

namespace Flow.Backends.Tests.Plans;

/// <summary>The outputs of one execution.</summary>
internal sealed record PlanValues(PlanSource Source, double[] Reduced, double[][] PerSample)
{
    /// <summary>The outputs by name.</summary>
    public IReadOnlyDictionary<string, double[]> ByName
    {
        get
        {
            var outputs = new Dictionary<string, double[]>();
            var (offset, table) = (0, 0);
            foreach (var output in Source.Outputs)
            {
                if (Source.IsPerSample(output))
                {
                    outputs.Add(output.Name, PerSample[table++]);
                }
                else
                {
                    var length = output.Value.Shape.Count(Source.Size);
                    outputs.Add(output.Name, Reduced[offset..(offset + length)]);
                    offset += length;
                }
            }

            return outputs;
        }
    }

    /// <summary>The outputs multiplied by weights and added up, for those that are not per sample.</summary>
    public static double[] AddUp(IEnumerable<PlanValues> parts) =>
        parts.Select(static part => part.Reduced).Aggregate(static (a, b) => [.. a.Zip(b, static (x, y) => x + y)]);

    /// <summary>The largest error of an output, its norm relative to the norm of the expected output.</summary>
    public (double Error, string Name) WorstError(PlanValues expected)
    {
        var found = ByName;
        return expected.ByName.Select(pair => (Difference(pair.Value, found[pair.Key]), pair.Key)).Max();
    }

    /// <summary>Asserts that every output is within a relative error of the expected one.</summary>
    public void AssertClose(PlanValues expected, double bound, string what = "")
    {
        var (error, name) = WorstError(expected);
        Assert.True(error <= bound, $"{what} {name}: relative error {error:E2} > {bound:E1}");
    }

    private static double Difference(double[] expected, double[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        var difference = Math.Sqrt(expected.Zip(found, static (a, b) => (a - b) * (a - b)).Sum());
        var norm = Math.Sqrt(expected.Sum(static a => a * a));
        return double.IsNaN(difference) ? double.PositiveInfinity : norm == 0 ? difference : difference / norm;
    }
}
