using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Running;

/// <summary>What the right-hand side of a modified flow is the gradient of, and what it no longer conserves.</summary>
public class ModifiedVelocityTests
{
    private const double Kappa = 0.05;

    [Theory]
    [InlineData("{widths: [6, 5], activation: tanh, parametrization: unconstrained, weightDecay: 0.02}")]
    [InlineData("{widths: [6, 5], activation: tanh, parametrization: weight-norm, weightDecay: 0.02}")]
    [InlineData("{widths: [6, 5], activation: tanh, parametrization: unconstrained, bias: true}")]
    [InlineData("{widths: [6], activation: softplus(3), parametrization: lagrange, loss: logistic, weightDecay: 0.02}")]
    public void Modified_objective_falls_along_any_direction_as_its_gradient_says(string model)
    {
        var experiment = Assemble(model);
        using var plans = Plans(experiment);
        var snapshots = new SnapshotPlan(plans, experiment.Data, experiment.Lambda, new(Kappa, 0));
        var state = experiment.InitialState;
        snapshots.Evaluate(0, state);
        double[] velocity = [.. snapshots.Velocity];
        var rate = snapshots.Snapshot.EnergyRate;
        double[] direction = [.. Tangent(experiment, state, i => Math.Sin(1 + (1.7 * i)))];

        // Central differences of step 1e-4: their error is 1e-8 times a third derivative of order 1.
        Assert.Equal(-Inner(velocity, direction), Slope(direction, static s => s.ModifiedObjective), 1e-6);
        Assert.Equal(rate, Slope(velocity, static s => s.Objective), 1e-6);

        double Slope(double[] along, Func<Observables.FlowSnapshot, double> quantity)
        {
            const double Step = 1e-4;
            double At(double h) =>
                quantity(snapshots.Evaluate(0, Retracted(experiment, [.. state.Zip(along, (z, d) => z + (h * d))])));
            return (At(Step) - At(-Step)) / (2 * Step);
        }
    }

    [Fact]
    public void Balance_of_layers_grows_with_the_difference_of_their_gradients()
    {
        // ||F_k||^2 falls as e^(-2a) where W_k grows as e^a, so that d(||W_1||^2 - ||W_2||^2)/dt =
        // 2 kappa (||F_1||^2 - ||F_2||^2) for a homogeneous network without decay.
        var experiment = Assemble("{widths: [6], activation: linear, parametrization: unconstrained}");
        using var plans = Plans(experiment);
        var length = StateVector.BlockLengths(experiment.System).First();
        var plain = Velocity(plans, experiment, null);
        var modified = Velocity(plans, experiment, new(Kappa, 0));
        var state = experiment.InitialState;

        var rate = 2 * (Inner(modified[..length], state[..length]) - Inner(modified[length..], state[length..]));

        var expected = 2 * Kappa * (Inner(plain[..length], plain[..length]) - Inner(plain[length..], plain[length..]));
        Assert.InRange(Math.Abs(expected), 1e-3, 1);
        Assert.Equal(expected, rate, 1e-14);
    }

    private static double[] Velocity(FlowPlans plans, Experiment experiment, ModifiedSteps? modified)
    {
        var snapshots = new SnapshotPlan(plans, experiment.Data, experiment.Lambda, modified);
        snapshots.Evaluate(0, experiment.InitialState);
        return [.. snapshots.Velocity];
    }

    private static double[] Tangent(Experiment experiment, double[] state, Func<int, double> entries)
    {
        double[] direction = [.. Enumerable.Range(0, state.Length).Select(entries)];
        ForSpheres(experiment, (start, length) =>
        {
            var radial = Inner(state[start..(start + length)], direction[start..(start + length)]);
            for (var i = start; i < start + length; i++)
            {
                direction[i] -= radial * state[i];
            }
        });
        return direction;
    }

    private static double[] Retracted(Experiment experiment, double[] state)
    {
        ForSpheres(experiment, (start, length) =>
        {
            var part = state[start..(start + length)];
            var norm = Math.Sqrt(Inner(part, part));
            for (var i = start; i < start + length; i++)
            {
                state[i] /= norm;
            }
        });
        return state;
    }

    private static void ForSpheres(Experiment experiment, Action<int, int> action)
    {
        var start = 0;
        foreach (var (variable, length) in experiment.System.State.Zip(StateVector.BlockLengths(experiment.System)))
        {
            if (variable.HasUnitNorm)
            {
                action(start, length);
            }

            start += length;
        }
    }

    private static double Inner(double[] a, double[] b) => a.Zip(b, static (x, y) => x * y).Sum();

    private static FlowPlans Plans(Experiment experiment) =>
        new(experiment.System, BackendCatalog.Make("cpu"), new(Precision.Float64, 1));

    private static Experiment Assemble(string model) => Experiment.Assemble(ConfigReader.ReadText(
        $$"""
        name: small
        data: {source: gaussian, count: 24, dimension: 5, seed: 1}
        model: {{model}}
        initialization: {seed: 2}
        """, "small.yaml", RepositoryFiles.Root, Catalogs.Names));
}
