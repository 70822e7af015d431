using Flow.Integrators.Multistep;
using Flow.Integrators.Sampling;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Tests.Multistep;

/// <summary>Resuming, allocation and the norm where directions are deflated, products made and steps refused.</summary>
public class StiffMemoryTests
{
    private static readonly IntegrationSettings Settings = new() { Tolerances = new Tolerances(1e-6, 1e-9) };

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(99)]
    public void Run_resumed_while_directions_are_deflated_equals_the_whole_run_bit_by_bit(int steps)
    {
        var whole = Problem(TurningOutlier.Solution(0)).Run("deflated-adams", Settings);
        Assert.True(whole.Statistics.RejectedSteps > 10);
        var (count, deflated) = (0, 0);
        var first = Problem(TurningOutlier.Solution(0)).Run(
            "deflated-adams",
            Settings with { StopWhen = _ => count++ == steps },
            new Observer(null, step => deflated = step.Stiffness!.Value.DeflatedDirections));
        Assert.True(steps < 40 || deflated > 0);
        var last = new Integrator(Problem(Values(first)), SolverCatalog.Find("deflated-adams"), Settings)
            .Run(null, first.Resume);
        Assert.Equal(Values(whole), Values(last));
        Assert.Equal(whole.Statistics, last.Statistics);
        Assert.Equal(whole.Resume.ControllerMemory, last.Resume.ControllerMemory);
    }

    [Fact]
    public void Steps_with_deflated_directions_allocate_nothing()
    {
        var meter = new Meter();
        Problem(TurningOutlier.Solution(0)).Run("deflated-adams", Settings, meter);
        Assert.True(meter.MostDirections > 1);
        Assert.Equal(0, meter.Bytes);
    }

    [Fact]
    public void Norm_is_block_wise_and_scales_count_from_1_on_where_norms_are_kept()
    {
        var space = new ArraySpace(new VectorLayout(("rho", 1), ("V_1", 4)));
        var (state, error) = (space.Create(0.5, 0.5, 0.5, 0.5, 0.5), space.Create(3e-4, 0, 0, 4e-4, 0));
        double Norm(bool keepsNorms, ErrorNormKind kind = ErrorNormKind.RootMeanSquare)
        {
            var norm = new BlockErrorNorm(space, new Tolerances(1e-3, 1e-5, kind), keepsNorms);
            norm.MeasureFrom(state);
            return norm.Of([2], [error]);
        }

        // Blocks of error 6e-4 and 8e-4, of size 0.5 and 1, of 1 and 4 entries.
        var (scale, layer) = (6e-4 / (1e-5 + 1e-3), 8e-4 / (2e-5 + 1e-3));
        Assert.Equal(Math.Sqrt(0.5 * ((scale * scale) + (layer * layer))), Norm(keepsNorms: true), 1e-12);
        scale = 6e-4 / (1e-5 + 5e-4);
        Assert.Equal(Math.Sqrt(0.5 * ((scale * scale) + (layer * layer))), Norm(keepsNorms: false), 1e-12);
        Assert.Equal(8e-4 / (1e-5 + 5e-4), Norm(keepsNorms: true, ErrorNormKind.Maximum), 1e-12);
    }

    private static Problems.OdeProblem Problem(double[] initial) => TurningOutlier.Problem(300, 0.7, initial);

    private static double[] Values(IntegrationResult result) => ((ArrayVector)result.State).Values;

    private sealed class Meter : IIntegrationObserver
    {
        private int _steps;
        private long _start;

        public long Bytes { get; private set; }

        public int MostDirections { get; private set; }

        public void OnAccepted(in AcceptedStep step)
        {
            MostDirections = Math.Max(MostDirections, step.Stiffness!.Value.DeflatedDirections);
            // The first steps warm up: code that is compiled on its first use.
            if (++_steps == 60)
            {
                _start = GC.GetAllocatedBytesForCurrentThread();
            }
            else if (_steps > 60 && step.Time < TurningOutlier.End)
            {
                // The trial that the end cuts comes after the last resume point, whose arrays are new.
                Bytes = GC.GetAllocatedBytesForCurrentThread() - _start;
            }
        }
    }
}
