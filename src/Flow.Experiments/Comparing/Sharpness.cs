using Flow.Backends.Plans;
using Flow.Experiments.Randomness;
using Flow.Experiments.Running;

namespace Flow.Experiments.Comparing;

/// <summary>
/// The sharpness: the largest eigenvalue of -dF/dz, F the right-hand side of the flow on all samples, which is the
/// Hessian of the objective where there are no constraints. Power iteration with the flow's Jacobian-vector products,
/// one state for all of them.
/// </summary>
public sealed class Sharpness
{
    private const int MostIterations = 300;
    private const double Tolerance = 1e-5;

    private readonly PlanLinearization _derivative;
    private readonly double[] _direction;

    /// <summary>Compiles the plan.</summary>
    /// <param name="plans">The flow's plans.</param>
    /// <param name="experiment">The experiment.</param>
    /// <exception cref="PlanException">The backend cannot compile the product.</exception>
    public Sharpness(FlowPlans plans, Experiment experiment)
    {
        _derivative = new(plans, experiment);
        _direction = new double[experiment.InitialState.Length];
    }

    /// <summary>The sharpness at a state.</summary>
    /// <param name="state">z, block after block.</param>
    /// <returns>The estimate, good to a few digits; NaN where the state or a product is not finite.</returns>
    public double At(ReadOnlySpan<double> state)
    {
        _derivative.MoveTo(state);
        // The dominant eigenvalue may belong to growth, which does not limit the step: shift it away.
        var dominant = Iterate(0);
        return dominant >= 0 ? dominant : dominant + Iterate(-dominant);
    }

    /// <summary>The eigenvalue of largest modulus of -J + shift, by its Rayleigh quotient.</summary>
    private double Iterate(double shift)
    {
        var direction = _direction.AsSpan();
        var random = Xoshiro256StarStar.Stream(0, "sharpness");
        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] = random.NextNormal();
        }

        var (value, norm) = (double.NaN, Norm(direction));
        for (var iteration = 0; iteration < MostIterations && norm > 0 && double.IsFinite(norm); iteration++)
        {
            Scale(direction, 1 / norm);
            var product = _derivative.Multiply(direction);
            var quotient = shift;
            for (var i = 0; i < direction.Length; i++)
            {
                quotient -= direction[i] * product[i];
                direction[i] = (shift * direction[i]) - product[i];
            }

            norm = Norm(direction);
            var isDone = Math.Abs(quotient - value) <= Tolerance * Math.Abs(quotient);
            value = quotient;
            if (isDone)
            {
                break;
            }
        }

        return norm == 0 ? 0 : double.IsFinite(norm) ? value : double.NaN;
    }

    private static void Scale(Span<double> values, double factor)
    {
        foreach (ref var value in values)
        {
            value *= factor;
        }
    }

    private static double Norm(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value * value;
        }

        return Math.Sqrt(sum);
    }
}
