using Flow.Experiments.Analyzing;
using Flow.Experiments.Running;
using Flow.Experiments.Training;
using Flow.Integrators.Spaces;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Studies;

/// <summary>Follows the rows of all layers before a batch norm through every step of a training.</summary>
public static class RowRecorder
{
    /// <summary>Trains, without writing anything, and looks at every step.</summary>
    /// <param name="experiment">The experiment, of unconstrained weights without momentum.</param>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="cancellation">Cancels the training.</param>
    /// <returns>The rows; averages are over the second half of the steps.</returns>
    /// <exception cref="ArgumentException">The experiment has spheres, layer scales or momentum.</exception>
    public static IReadOnlyList<RowSteps> Run(
        Experiment experiment, FlowPlans plans, CancellationToken cancellation)
    {
        var setup = TrainingSetup.For(experiment);
        if (experiment.System.State.Any(static s => s.Role is StateRole.Direction or StateRole.LayerDirection)
            || setup.Train.Momentum != 0)
        {
            throw new ArgumentException("rows are followed for unconstrained weights without momentum only");
        }

        var blocks = new WeightBlocks(experiment.System);
        var rate = setup.Train.LearningRate;
        var decays = experiment.System.Decay is { IsPresent: true, Target: DecayTarget.Layers };
        var shrink = decays ? 1 - (2 * rate * experiment.Lambda) : 1;
        var rows = WeightStage.Of(experiment.Model).Where(static stage => stage.LosesUnitScale)
            .SelectMany(stage => Enumerable.Range(0, blocks.Rows(stage.Layer))
                .Select(i => (Steps: new RowSteps(stage.Layer, i + 1, shrink), Range: blocks.Row(stage.Layer, i))))
            .ToList();
        double[] before = [.. experiment.InitialState];
        setup.Loop(plans).Run(experiment.InitialState, new EveryStep(setup.Steps), Look, cancellation);
        return [.. rows.Select(static row => row.Steps)];

        void Look(TrainingPoint point)
        {
            var after = ((ArrayVector)point.State).Values;
            for (var i = 0; i < rows.Count && point.Step > 0; i++)
            {
                var (steps, range) = rows[i];
                steps.Look(before.AsSpan(range), after.AsSpan(range), rate, 2 * point.Step > setup.Steps);
            }

            after.CopyTo(before, 0);
        }
    }

    /// <summary>0, 1, 2, .., n without storing them.</summary>
    private sealed class EveryStep(long last) : IReadOnlyList<long>
    {
        public int Count => checked((int)last + 1);

        public long this[int index] => index;

        public IEnumerator<long> GetEnumerator()
        {
            for (var step = 0L; step <= last; step++)
            {
                yield return step;
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
