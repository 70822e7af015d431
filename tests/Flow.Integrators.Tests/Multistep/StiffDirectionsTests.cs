using Flow.Integrators.Multistep;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Multistep;

public class StiffDirectionsTests
{
    private const int Dimension = 30;

    // Pairs from a power iteration: at a fixed matrix the leading Ritz pairs converge to eigenpairs.
    [Fact]
    public void Fixed_outliers_are_found()
    {
        var (space, tracker) = Start(4);
        var vector = new RandomStream(3).Array(Dimension);
        for (var i = 0; i < 10; i++)
        {
            vector = Feed(space, tracker, vector, angle: 0.4, outlier: 100);
        }

        var exact = 100 + RestAlongOutlier(0.4);
        Assert.Equal(exact, tracker.LargestRate, 0.01 * exact);
        Assert.InRange(tracker.Count, 1, 4);
        Assert.True(Math.Abs(Overlap(tracker.Directions[0], 0.4)) > 0.999);
        AssertOrthonormal(space, tracker);
    }

    // The outlier's direction turns by 0.02 for each pair, that is by 0.14 over the 7 pairs of the pool: its cosine
    // stays above 0.95, and the leading rate is right to 10%.
    [Fact]
    public void Slowly_turning_outlier_is_followed()
    {
        var (space, tracker) = Start(4);
        var vector = new RandomStream(11).Array(Dimension);
        for (var i = 0; i < 200; i++)
        {
            var angle = 0.02 * i;
            vector = Feed(space, tracker, vector, angle, outlier: 100);
            if (i > 20)
            {
                Assert.InRange(tracker.LargestRate, 90, 115);
                Assert.True(Math.Abs(Overlap(tracker.Directions[0], angle)) > 0.95);
            }
        }

        AssertOrthonormal(space, tracker);
    }

    [Fact]
    public void Growing_and_slow_directions_are_not_taken()
    {
        var (space, tracker) = Start(4);
        var growing = space.Create([.. Enumerable.Range(0, Dimension).Select(i => i == 3 ? 1.0 : 0)]);
        var image = space.Create([.. Enumerable.Range(0, Dimension).Select(i => i == 3 ? 50.0 : 0)]);
        tracker.Add(growing, image, 1, 1);
        tracker.Update(1);
        Assert.Equal(0, tracker.Count);
        Assert.True(double.IsNaN(tracker.LargestRate));

        var slow = space.Create([.. Enumerable.Range(0, Dimension).Select(i => i == 4 ? 1.0 : 0)]);
        var slowImage = space.Create([.. Enumerable.Range(0, Dimension).Select(i => i == 4 ? -0.5 : 0)]);
        tracker.Add(slow, slowImage, 1, 1);
        tracker.Update(1);
        Assert.Equal(0, tracker.Count);
        Assert.Equal(0.5, tracker.LargestRate, 1e-14);
        tracker.Update(0.4);
        Assert.Equal(1, tracker.Count);
    }

    [Fact]
    public void Pair_that_is_rounding_beside_the_state_is_ignored()
    {
        var (space, tracker) = Start(4);
        var vector = space.Create([.. Enumerable.Repeat(1e-16, Dimension)]);
        tracker.Add(vector, vector, 1e-16 * Math.Sqrt(Dimension), 10);
        tracker.Update(1);
        Assert.Equal(0, tracker.Count);
    }

    [Fact]
    public void Jacobi_rotations_reproduce_the_matrix()
    {
        const int Size = 9;
        var (eigen, random) = (new SymmetricEigen(12), new RandomStream(8));
        var matrix = new double[Size, Size];
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                matrix[i, j] = matrix[j, i] = random.Between(-3, 3);
                eigen.Set(i, j, matrix[i, j]);
                eigen.Set(j, i, matrix[i, j]);
            }
        }

        eigen.Decompose(Size);
        for (var i = 0; i < Size; i++)
        {
            Assert.True(i == 0 || eigen.Value(i) >= eigen.Value(i - 1));
            for (var j = 0; j < Size; j++)
            {
                var sum = Enumerable.Range(0, Size).Sum(
                    a => eigen.Component(a, i) * eigen.Value(a) * eigen.Component(a, j));
                Assert.Equal(matrix[i, j], sum, 1e-12);
            }
        }
    }

    private static (ArraySpace Space, StiffDirections Tracker) Start(int directions)
    {
        var space = new ArraySpace(Dimension);
        return (space, new StiffDirections(
            space, new AdamsSettings { Directions = directions, MostDirections = directions }));
    }

    // A step of the power iteration, and the vector after it: what an unstable method does to a disturbance.
    // -J = diag + outlier o o'.
    private static double[] Feed(
        ArraySpace space, StiffDirections tracker, double[] u, double angle, double outlier)
    {
        var along = u.Select((x, i) => x * Outlier(i, angle)).Sum();
        var image = u.Select((x, i) => -(Rest(i) * x) - (outlier * along * Outlier(i, angle))).ToArray();
        tracker.Add(space.Create(u), space.Create(image), Math.Sqrt(u.Sum(x => x * x)), 1);
        tracker.Update(5);
        var length = Math.Sqrt(image.Sum(x => x * x));
        return [.. image.Select(x => x / length)];
    }

    private static double Rest(int i) => 0.1 + (2.0 * i / Dimension);

    private static double RestAlongOutlier(double angle) =>
        Enumerable.Range(0, Dimension).Sum(i => Rest(i) * Outlier(i, angle) * Outlier(i, angle));

    private static double Outlier(int i, double angle) => i == 0 ? Math.Cos(angle) : i == 1 ? Math.Sin(angle) : 0;

    private static double Overlap(Vector direction, double angle) =>
        ((ArrayVector)direction).Values.Select((x, i) => x * Outlier(i, angle)).Sum();

    private static void AssertOrthonormal(ArraySpace space, StiffDirections tracker)
    {
        var product = new double[1];
        for (var a = 0; a < tracker.Count; a++)
        {
            for (var b = 0; b < tracker.Count; b++)
            {
                space.InnerProducts([tracker.Directions[a]], [tracker.Directions[b]], product);
                Assert.Equal(a == b ? 1 : 0, product[0], 1e-10);
            }
        }
    }
}
