using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Tests.StepControl;

public class ControllerTests
{
    [Fact]
    public void Error_on_target_keeps_the_step_near_its_size()
    {
        var controller = new PiController(5, new PiSettings());
        Assert.Equal(0.9, controller.NextStep(0, 1, Outcome(1), accepted: true), 1e-12);
    }

    [Fact]
    public void Factor_follows_the_formula()
    {
        var controller = new PiController(5, new PiSettings());
        controller.NextStep(0, 1, Outcome(0.3), accepted: true);
        var expected = 2 * 0.9 * Math.Pow(0.5, -0.7 / 5) * Math.Pow(0.3, 0.4 / 5);
        Assert.Equal(expected, controller.NextStep(0, 2, Outcome(0.5), accepted: true), 1e-12);
    }

    [Fact]
    public void Factor_is_limited_from_both_sides()
    {
        var controller = new PiController(3, new PiSettings());
        Assert.Equal(10, controller.NextStep(0, 1, Outcome(0), accepted: true));
        Assert.Equal(0.2, controller.NextStep(0, 1, Outcome(1e30), accepted: false));
        Assert.Equal(0.2, controller.NextStep(0, 1, Outcome(double.PositiveInfinity), accepted: false));
    }

    [Fact]
    public void First_step_after_a_rejection_does_not_grow()
    {
        var controller = new PiController(5, new PiSettings());
        controller.NextStep(0, 1, Outcome(2), accepted: false);
        Assert.Equal(0.5, controller.NextStep(0, 0.5, Outcome(1e-9), accepted: true));
        Assert.True(controller.NextStep(0, 0.5, Outcome(1e-9), accepted: true) > 1);
    }

    [Theory]
    [InlineData(TrialVerdict.NonFinite)]
    [InlineData(TrialVerdict.Singular)]
    public void Unusable_trial_is_rejected_and_shrinks_whatever_its_error_norm(TrialVerdict verdict)
    {
        var controller = new PiController(5, new PiSettings());
        var outcome = new StepOutcome(verdict, 0.1, -1, 0);
        Assert.False(controller.Accepts(outcome));
        Assert.Equal(0.2, controller.NextStep(0, 1, outcome, accepted: false));
        Assert.False(new FixedStep(0, 1).Accepts(outcome));
    }

    [Fact]
    public void Memory_restores_the_next_step()
    {
        var (first, second) = (new PiController(5, new PiSettings()), new PiController(5, new PiSettings()));
        first.NextStep(0, 1, Outcome(0.01), accepted: true);
        first.NextStep(0, 1, Outcome(3), accepted: false);
        var memory = new double[first.MemoryLength];
        first.SaveMemory(memory);
        second.LoadMemory(memory);
        // The rejection forbids growth once; the small error before it slows the growth after that.
        foreach (var norm in (double[])[1e-6, 0.001])
        {
            var expected = first.NextStep(0, 1, Outcome(norm), accepted: true);
            Assert.Equal(expected, second.NextStep(0, 1, Outcome(norm), accepted: true));
        }

        Assert.NotEqual(
            new PiController(5, new PiSettings()).NextStep(0, 1, Outcome(1e-6), accepted: true),
            Restored(memory).NextStep(0, 1, Outcome(1e-6), accepted: true));
    }

    [Fact]
    public void Settings_outside_their_range_are_refused_with_range_and_remedy()
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new PiSettings { Safety = 1.5 });
        Assert.Contains("[0.01, 1]", exception.Message, StringComparison.Ordinal);
        Assert.Contains("0.9 is usual", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new PiSettings { SmallestFactor = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PiSettings { LargestFactor = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PiSettings { CurrentGain = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PiSettings { PreviousGain = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new PiController(0, new PiSettings()));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedStep(0, 0));
    }

    [Theory]
    [InlineData(0, 0.3, 1, 9, true, 0.3)] // far from the end
    [InlineData(0, 1.5, 1, 9, true, 1)] // too long
    [InlineData(0, 0.995, 1, 9, true, 1)] // a sliver would be left
    [InlineData(0, 0.995, 1, 0.995, true, 0.995)] // stretching would exceed the longest step
    [InlineData(0, 0.995, 1, 9, false, 0.995)] // fixed steps stretch by rounding only
    [InlineData(0, 0.99999999, 1, 9, false, 1)]
    public void Step_ends_at_its_proposal_or_at_the_target(
        double time, double proposal, double target, double longest, bool isAdaptive, double expected) =>
        Assert.Equal(expected, StepEnd.Choose(time, proposal, target, longest, isAdaptive));

    [Fact]
    public void Fixed_steps_follow_their_grid_without_drift()
    {
        var controller = new FixedStep(1, 0.1);
        var time = 1.0;
        for (var i = 1; i <= 1_000_000; i++)
        {
            time += controller.NextStep(time, 0.1, default, accepted: true);
        }

        Assert.Equal(100_001, time, 1e-10);
    }

    private static PiController Restored(double[] memory)
    {
        var controller = new PiController(5, new PiSettings());
        controller.LoadMemory(memory);
        return controller;
    }

    private static StepOutcome Outcome(double norm) => new(TrialVerdict.Completed, norm, 0, 0);
}
