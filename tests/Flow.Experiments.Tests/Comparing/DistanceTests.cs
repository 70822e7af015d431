using Flow.Experiments.Comparing;

namespace Flow.Experiments.Tests.Comparing;

public class DistanceTests
{
    [Theory]
    [InlineData(0.5, 1, 1, 0.5)]
    [InlineData(-3, 4, 25, 0)]
    [InlineData(2, 1, 2, 1)]
    public void Nearest_point_of_a_segment_is_a_foot_or_an_end(double x, double y, double squared, double fraction)
    {
        var found = Distance.SquaredToSegment([x, y], [0, 0], [1, 0]);

        Assert.Equal(squared, found.Squared, 1e-15);
        Assert.Equal(fraction, found.Fraction, 1e-15);
    }

    [Fact]
    public void Segment_without_length_is_a_point() =>
        Assert.Equal((25.0, 0.0), Distance.SquaredToSegment([3, 4], [0, 0], [0, 0]));

    [Fact]
    public void Slope_of_a_power_is_its_exponent_and_needs_two_points()
    {
        Assert.Equal(1.5, LogSlope.Of([(1, 2), (4, 16), (9, 54)]), 1e-12);
        Assert.Equal(1.5, LogSlope.Of([(1, 2), (4, 16), (9, double.NaN), (16, 0)]), 1e-12);
        Assert.True(double.IsNaN(LogSlope.Of([(1, 2)])));
        Assert.True(double.IsNaN(LogSlope.Of([(1, 2), (1, 3)])));
    }
}
