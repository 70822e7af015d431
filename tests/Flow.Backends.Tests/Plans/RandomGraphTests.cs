using System.Collections.Immutable;
using Flow.Backends.Plans;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;
using Flow.TestKit;
using Xunit.Abstractions;

namespace Flow.Backends.Tests.Plans;

/// <summary>
/// Random graphs whose samples come first in every node, compiled in pairs, against plain array arithmetic: shared
/// nodes, sums over samples fed back, index products and functions as they come.
/// </summary>
public class RandomGraphTests(ITestOutputHelper output)
{
    private const int Graphs = 400;

    private static readonly ImmutableArray<Shape> OutputShapes =
    [
        Shape.Scalar,
        Shape.Of(RandomGraphs.Samples),
        Shape.Of(RandomGraphs.Samples, new("b")),
        Shape.Of(new("a"), new("b")),
    ];

    [Fact]
    public void Compiled_graphs_equal_plain_array_arithmetic()
    {
        var (compiled, worst) = (0, 0.0);
        for (ulong seed = 0; compiled < Graphs; seed++)
        {
            var graphs = new RandomGraphs(seed);
            var random = new RandomStream(seed);
            var twins = Enumerable.Range(0, 2).Select(_ => graphs.Graph(random.OneOf(OutputShapes), 3)).ToList();
            if (!twins.All(static twin => IsPlan(twin.Expression)))
            {
                continue;
            }

            compiled++;
            worst = Math.Max(worst, Compare(graphs, twins, seed));
        }

        output.WriteLine($"largest error {worst:E2}");
    }

    /// <summary>Whether a plan can compute a graph: samples come first everywhere.</summary>
    internal static bool IsPlan(Expr expression) => TopologicalOrder.Of(expression).All(SamplesComeFirst);

    private static bool SamplesComeFirst(Expr node)
    {
        var dimensions = node.Shape.Dimensions;
        var samples = dimensions.Count(static d => d == RandomGraphs.Samples);
        if (node is RowFunction && node.Operands[0].Shape.Dimensions[^1] == RandomGraphs.Samples)
        {
            return false;
        }

        var isFirst = samples == 0 || (samples == 1 && dimensions[0] == RandomGraphs.Samples);
        return isFirst && (node is not Product product || !PairsSamples(product));
    }

    /// <summary>Two different sample indices in one product pair samples with each other, which no plan does.</summary>
    private static bool PairsSamples(Product product) =>
        product.IndexDimensions.Count(static d => d == RandomGraphs.Samples) > 1;

    private static double Compare(RandomGraphs graphs, List<Twin> twins, ulong seed)
    {
        var variables = TopologicalOrder.Of([.. twins.Select(static t => t.Expression)]).OfType<Variable>().ToList();
        var source = new PlanSource(
            RandomGraphs.Samples,
            RandomGraphs.Sizes.Where(static p => p.Key != RandomGraphs.Samples).ToImmutableDictionary(),
            [.. variables.Where(static v => !v.Shape.Contains(RandomGraphs.Samples))],
            [.. variables.Where(static v => v.Shape.Contains(RandomGraphs.Samples))],
            [],
            [.. twins.Select(static (twin, i) => new PlanOutput($"output {i}", twin.Expression))]);
        using var plan = Arithmetic.Backend("best").Compile(source, new());
        var count = RandomGraphs.Sizes[RandomGraphs.Samples];
        using var data = plan.Load(source.Data.ToDictionary(static v => v, v => graphs.Variables[v]), count);
        var found = new PlanValues(
            source,
            new double[source.ReducedLength],
            [.. source.Outputs.Where(source.IsPerSample).Select(o => new double[count * source.Width(o.Value)])]);

        plan.Execute(
            data,
            SampleSelection.Range(0, count),
            source.Parameters.SelectMany(p => graphs.Variables[p]).ToArray(),
            [],
            found.Reduced,
            found.PerSample);

        var worst = 0.0;
        foreach (var ((name, values), twin) in found.ByName.Zip(twins))
        {
            var scale = twin.Value.Select(Math.Abs).Append(1).Max();
            var error = values.Zip(twin.Value, (a, b) => Math.Abs(a - b) / scale).Max();
            Assert.True(error < 1e-9, $"seed {seed}, {name} of {twin.Expression}: error {error:E2}");
            worst = Math.Max(worst, error);
        }

        return worst;
    }
}
