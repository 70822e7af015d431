using Flow.Backends.Tests.Plans;
using Xunit.Abstractions;

namespace Flow.Backends.Tests.Execution;

/// <summary>Tails of every kind: numbers of samples around vector, block and chunk borders, odd widths.</summary>
public class SampleCountTests(ITestOutputHelper output)
{
    private static readonly int[] BorderCounts = [48, 49, 71, 72, 73, 239, 240, 241, 479, 481, 500];

    private static readonly Lazy<List<(PlanCase Case, PlanValues Expected)>> Counts = new(() =>
    [
        .. Enumerable.Range(1, 47).Concat(BorderCounts).Select(n => With(n, [7, 5, 3, 2], "tanh")),
    ]);

    private static readonly Lazy<List<(PlanCase Case, PlanValues Expected)>> Widths = new(() =>
    [
        .. new[] { 1, 2, 3, 5, 13, 17, 33 }.SelectMany(width => new[]
        {
            With(37, [width, 4, 1], "relu"), With(37, [3, width, 2], "swish(5)"),
            With(37, [4, width, width, 1], "relu"),
            With(37, [5, 3, width], "tanh"),
        }),
    ]);

    public static TheoryData<string, Precision> Arithmetics() => Arithmetic.All();

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Loss_and_gradients_equal_the_reference_for_every_number_of_samples(string set, Precision precision) =>
        AssertAll(Counts.Value, set, precision);

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Loss_and_gradients_equal_the_reference_for_odd_widths(string set, Precision precision) =>
        AssertAll(Widths.Value, set, precision);

    /// <summary>Enough work for two and for four chunks, with uneven chunks and blocks.</summary>
    [Theory]
    [InlineData(357)]
    [InlineData(501)]
    [InlineData(2603)]
    public void Loss_and_gradients_equal_the_reference_over_several_chunks(int count)
    {
        var (planCase, expected) = With(count, [64, 33, 31, 1], "relu");

        foreach (var precision in new[] { Precision.Float64, Precision.Float32 })
        {
            planCase.Run(Arithmetic.Backend("best"), new(precision)).AssertClose(
                expected, Arithmetic.Bound(precision), precision.ToString());
        }
    }

    private static (PlanCase Case, PlanValues Expected) With(int count, int[] widths, string activation)
    {
        var graph = DenseGraph.Build([.. widths], activation);
        var planCase = PlanCase.Random(graph.Source(graph.LossAndGradient(graph.Objective)), count);
        return (planCase, planCase.Expected());
    }

    private void AssertAll(IEnumerable<(PlanCase Case, PlanValues Expected)> cases, string set, Precision precision)
    {
        var worst = 0.0;
        foreach (var (planCase, expected) in cases)
        {
            var found = planCase.Run(Arithmetic.Backend(set), new(precision));
            found.AssertClose(
                expected,
            Arithmetic.Bound(precision),
            $"N = {planCase.Count}, {planCase.Source.StateLength} parameters");
            worst = Math.Max(worst, found.WorstError(expected).Error);
        }

        output.WriteLine($"{set} {precision}: largest error {worst:E2}");
    }
}
