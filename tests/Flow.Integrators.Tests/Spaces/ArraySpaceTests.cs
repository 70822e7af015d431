using Flow.Integrators.Spaces;

namespace Flow.Integrators.Tests.Spaces;

public class ArraySpaceTests
{
    // Every remainder of every lane count up to 8, and lengths on both sides of the chunks of 512.
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 40), 511, 512, 513, 1023, 1025, 2600];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Linear_combination_equals_the_plain_sum(int length)
    {
        var space = new ArraySpace(length);
        for (var terms = 0; terms <= 9; terms++)
        {
            Vector[] vectors = [.. Enumerable.Range(0, terms).Select(i => Wave(space, i + 1))];
            double[] weights = [.. Enumerable.Range(0, terms).Select(i => 0.7 - (0.3 * i))];
            var (origin, result) = (Wave(space, 20), space.Allocate());
            space.LinearCombination(result, 1.25, origin, 0.1, weights, vectors);
            for (var j = 0; j < length; j++)
            {
                var sum = weights.Zip(vectors, (weight, v) => weight * Entry(v, j)).Sum();
                Assert.Equal((1.25 * origin.Values[j]) + (0.1 * sum), Entry(result, j), 1e-14);
            }
        }
    }

    [Fact]
    public void Linear_combination_may_overwrite_any_input()
    {
        var space = new ArraySpace(1000);
        for (var target = 0; target <= 6; target++)
        {
            Vector[] vectors = [.. Enumerable.Range(0, 7).Select(i => Wave(space, i))];
            double[] weights = [1, 2, 3, 4, 5, 6];
            var expected = space.Allocate();
            space.LinearCombination(expected, 1, vectors[0], 0.5, weights, vectors.AsSpan(1));
            space.LinearCombination(vectors[target], 1, vectors[0], 0.5, weights, vectors.AsSpan(1));
            Assert.Equal(((ArrayVector)expected).Values, ((ArrayVector)vectors[target]).Values);
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Weighted_norm_equals_the_plain_formula_and_finds_the_worst(int length)
    {
        var space = new ArraySpace(length);
        var (first, second) = (Wave(space, 3), Wave(space, 4));
        var (start, end) = (Wave(space, 5), Wave(space, 6));
        var norm = space.WeightedNorm(0.1, [2, -3], [first, second], start, end, new Tolerances(1e-3, 1e-2));
        double[] ratios =
        [
            .. Enumerable.Range(0, length).Select(i =>
                Math.Abs(0.1 * ((2 * first.Values[i]) - (3 * second.Values[i])))
                / (1e-2 + (1e-3 * Math.Max(Math.Abs(start.Values[i]), Math.Abs(end.Values[i]))))),
        ];
        Assert.Equal(Math.Sqrt(ratios.Average(ratio => ratio * ratio)), norm.RootMeanSquare, 1e-12);
        Assert.Equal(ratios.Max(), norm.Maximum, 1e-12);
        Assert.Equal(Array.IndexOf(ratios, ratios.Max()), norm.WorstIndex);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Bad_entry_anywhere_is_found(int length)
    {
        var space = new ArraySpace(length);
        foreach (var bad in (double[])[double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            foreach (var index in (int[])[0, length / 2, length - 1])
            {
                var (broken, whole) = (Wave(space, 1), Wave(space, 2));
                Assert.Equal(-1, space.FirstNonFinite(broken));
                broken.Values[index] = bad;
                Assert.Equal(index, space.FirstNonFinite(broken));
                var asTerm = space.WeightedNorm(1, [1], [broken], whole, whole, new Tolerances());
                var asEnd = space.WeightedNorm(1, [1], [whole], whole, broken, new Tolerances());
                Assert.Equal((false, index), (asTerm.IsFinite, asTerm.WorstIndex));
                Assert.Equal((false, index), (asEnd.IsFinite, asEnd.WorstIndex));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Inner_products_equal_the_plain_sums(int length)
    {
        var space = new ArraySpace(length);
        var (first, second) = (Wave(space, 1), Wave(space, 2));
        var products = new double[2];
        space.InnerProducts([first, first], [second, first], products);
        Assert.Equal(first.Values.Zip(second.Values, (a, b) => a * b).Sum(), products[0], 1e-11);
        Assert.Equal(first.Values.Sum(a => a * a), products[1], 1e-11);
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Normalizing_gives_norm_1_and_removing_the_radial_part_orthogonality(int length)
    {
        var space = new ArraySpace(new VectorLayout(("x", 3), ("V", length)));
        var (point, direction) = (Wave(space, 1), Wave(space, 2));
        var before = Math.Sqrt(point.AsSpan(1).ToArray().Sum(a => a * a));
        Assert.Equal(Math.Abs(before - 1), space.NormalizeBlocks(point, [1]), 1e-12);
        Assert.Equal(1, Math.Sqrt(point.AsSpan(1).ToArray().Sum(a => a * a)), 1e-15);
        Assert.InRange(space.BlockNormDefect(point, [1]), 0, 1e-15);
        Assert.Equal(Wave(space, 1).Values[..3], point.Values[..3]);
        space.RemoveRadialPart(point, direction, [1]);
        Assert.Equal(0, point.AsSpan(1).ToArray().Zip(direction.AsSpan(1).ToArray(), (a, b) => a * b).Sum(), 1e-13);
        Assert.Equal(Wave(space, 2).Values[..3], direction.Values[..3]);
    }

    [Fact]
    public void Copy_fill_read_and_write_move_all_entries()
    {
        var space = new ArraySpace(5);
        var (source, target, host) = (space.Create(1, 2, 3, 4, 5), space.Allocate(), new double[5]);
        space.Copy(source, target);
        space.FillZero(source);
        space.Read(target, host);
        Assert.Equal([1, 2, 3, 4, 5], host);
        Assert.Equal(new double[5], source.Values);
    }

    [Fact]
    public void Block_norms_are_those_of_the_combination()
    {
        var space = new ArraySpace(new VectorLayout(("rho", 1), ("V_1", 1300), ("b", 3)));
        var (first, second) = (Wave(space, 1), Wave(space, 2));
        var norms = new double[3];
        space.BlockNorms([2, -3], [first, second], norms);
        var combined = first.Values.Zip(second.Values, (a, b) => (2 * a) - (3 * b)).ToArray();
        Assert.Equal(Math.Abs(combined[0]), norms[0], 1e-14);
        Assert.Equal(Math.Sqrt(combined[1..1301].Sum(x => x * x)), norms[1], 1e-10);
        Assert.Equal(Math.Sqrt(combined[1301..].Sum(x => x * x)), norms[2], 1e-14);
        Assert.Throws<ArgumentException>(() => space.BlockNorms([1], [first], new double[2]));
    }

    [Fact]
    public void Foreign_vectors_and_wrong_counts_are_refused()
    {
        var (space, other) = (new ArraySpace(3), new ArraySpace(4).Allocate());
        Assert.Throws<ArgumentException>(() => space.FillZero(other));
        Assert.Throws<ArgumentException>(() => space.FillZero(new OpaqueSpace(new VectorLayout(3)).Allocate()));
        Assert.Throws<ArgumentException>(() => space.Create(1, 2));
        Assert.Throws<ArgumentException>(() => space.Read(space.Allocate(), new double[2]));
        Assert.Throws<ArgumentException>(() =>
            space.LinearCombination(space.Allocate(), 1, space.Allocate(), 1, [1, 2], [space.Allocate()]));
    }

    [Fact]
    public void Layout_locates_components_and_blocks()
    {
        var layout = new VectorLayout(("rho", 1), ("V_1", 4), ("b", 2));
        Assert.Equal(7, layout.Length);
        Assert.Equal(new ComponentLocation("rho", 0), layout.Locate(0));
        Assert.Equal("V_1[3]", layout.Locate(4).ToString());
        Assert.Equal(new ComponentLocation("b", 1), layout.Locate(6));
        Assert.Equal(1, layout.IndexOf("V_1"));
        Assert.Equal(new BlockLayout("b", 5, 2), layout.Blocks[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => layout.Locate(7));
        Assert.Throws<ArgumentException>(() => layout.IndexOf("V_2"));
        Assert.Throws<ArgumentException>(() => new VectorLayout(("a", 1), ("a", 1)));
        Assert.Throws<ArgumentException>(() => new VectorLayout(("a", 0)));
        Assert.Throws<ArgumentException>(() => new VectorLayout(Array.Empty<(string, int)>()));
        Assert.Throws<OverflowException>(() => new VectorLayout(("a", int.MaxValue), ("b", 1)));
    }

    private static ArrayVector Wave(ArraySpace space, int seed) =>
        space.Create([.. Enumerable.Range(0, space.Layout.Length).Select(i => Math.Sin(seed + (1.7 * i)))]);

    private static double Entry(Vector vector, int index) => ((ArrayVector)vector).Values[index];
}
