using System.Globalization;
using Flow.Experiments.Tests.Resuming;
using Flow.Integrators;

namespace Flow.Experiments.Tests.Running;

/// <summary>Where conditions of `flow.stop` end a run.</summary>
public class StopRuleTests
{
    // The time is found to its rounding, so the quantity is off its limit by its own rounding only.
    [Theory]
    [InlineData("rho > 1.05", "rho", 1.05)]
    [InlineData("1.05 <= rho", "rho", 1.05)]
    [InlineData("t > 2.345", "t", 2.345)]
    [InlineData("norm_1 * loss < 0.76", "loss", 0.76)]
    [InlineData("{loss: 0.76}", "loss", 0.76)]
    [InlineData("{gradNorm: 0.1}", "grad_norm", 0.1)]
    public void Continuous_quantity_ends_the_run_where_it_reaches_its_limit(string stop, string name, double limit)
    {
        foreach (var solver in (string[])["rk4", "dopri5", "dop853", "deflated-adams"])
        {
            using var test = new ResumeCase();
            string step = solver == "rk4" ? "flow.step=0.3" : "flow.rtol=1e-4";

            var run = test.Simulate("run", false, $"flow.stop={stop}", $"flow.solver={solver}", step);

            Assert.Equal(IntegrationStatus.Stopped, run.Integration.Status);
            Assert.Equal(limit, run.Final[name], 1e-13);
            var last = test.Table("run")[^1].Split(',')[0];
            Assert.Equal(run.Integration.Time, double.Parse(last, CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Count_ends_the_run_at_an_accepted_state()
    {
        using var test = new ResumeCase();

        var whole = test.Simulate("whole", false, "flow.samples={times: [6]}");
        var run = test.Simulate("run", false, "flow.stop=train_error < 0.4", "flow.samples={times: [6]}");

        Assert.Equal(IntegrationStatus.Stopped, run.Integration.Status);
        Assert.Null(run.Integration.Event);
        Assert.InRange(run.Integration.Statistics.AcceptedSteps, 1, whole.Integration.Statistics.AcceptedSteps - 1);
        Assert.Equal(run.Integration.Time, run.Integration.Resume.Time);
        Assert.Single(test.Table("run"));
    }

    [Fact]
    public void Condition_that_holds_at_the_start_ends_the_run_there_and_does_not_hinder_going_on()
    {
        using var test = new ResumeCase();
        test.Simulate("whole", false);

        var first = test.Simulate("parts", false, "flow.stop=rho > 0.5");
        test.Simulate("parts", true);

        Assert.Equal(IntegrationStatus.Stopped, first.Integration.Status);
        Assert.Equal(0, first.Integration.Time);
        test.AssertSame("whole", "parts");
    }
}
