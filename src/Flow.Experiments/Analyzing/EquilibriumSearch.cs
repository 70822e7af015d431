using Flow.Experiments.Analyzing.Spectra;
using Flow.Experiments.Running;

namespace Flow.Experiments.Analyzing;

/// <summary>
/// Finds the equilibrium near a state by Newton's method on the product of spheres. Far from it the steps minimise the
/// quadratic model of the objective in a trust region by conjugate gradients (T. Steihaug, "The conjugate gradient
/// method and trust regions in large scale optimization", 1983), which follow negative curvature away from saddles;
/// near it they solve Q^T J Q d = -F by minimal residuals, which takes the shortest step where J is singular.
/// </summary>
/// <param name="snapshots">Evaluates the flow.</param>
/// <param name="tangent">The tangent space.</param>
/// <param name="jacobian">The Jacobian on it.</param>
public sealed class EquilibriumSearch(SnapshotPlan snapshots, TangentSpace tangent, TangentJacobian jacobian)
{
    /// <summary>||F|| at which a state counts as an equilibrium.</summary>
    public const double Tolerance = 1e-10;

    /// <summary>Largest number of products J d of a search where nothing else is said.</summary>
    public const long DefaultMostProducts = 100_000;

    private const int MostSteps = 500;
    private const double NearResidual = 1e-5;

    private readonly MinimalResidual _solver = new(jacobian);
    private readonly double[] _step = new double[tangent.Dimension];
    private readonly double[] _velocity = new double[tangent.Dimension];
    private double _radius = 0.1;

    /// <summary>Largest number of products J d.</summary>
    public long MostProducts { get; init; } = DefaultMostProducts;

    /// <summary>Moves a state to the equilibrium as far as it gets.</summary>
    /// <param name="start">The state.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <returns>The state reached, ||F|| at both ends, and the number of steps.</returns>
    public (double[] State, double FirstResidual, double Residual, int Steps) Run(
        double[] start, CancellationToken cancellation)
    {
        double[] state = [.. start];
        var here = Evaluate(state);
        var (first, steps, before) = (here.Residual, 0, jacobian.Products);
        while (steps < MostSteps && jacobian.Products - before < MostProducts && double.IsFinite(here.Residual))
        {
            cancellation.ThrowIfCancellationRequested();
            MoveTo(state);
            var next = here.Residual <= NearResidual ? Newton(state, here, before) : null;
            if (next is null && here.Residual <= Tolerance)
            {
                break;
            }

            next ??= TrustRegion(state, here, before);
            if (next is not { } moved)
            {
                break;
            }

            (state, here) = moved;
            steps++;
        }

        tangent.MoveTo(state);
        return (state, first, here.Residual, steps);
    }

    /// <summary>A Newton step; null where it does not bring the residual down to a half.</summary>
    private (double[] State, Point Point)? Newton(double[] state, Point here, long before)
    {
        var tolerance = Math.Clamp(here.Residual, 1e-9, 1e-3);
        var most = (int)Math.Clamp(MostProducts - jacobian.Products + before, 1, 5 * (tangent.Dimension + 10));
        double[] right = [.. _velocity.Select(static v => -v)];
        _solver.Solve(right, _step, tolerance, most);
        for (var fraction = 1.0; fraction > 0.2; fraction /= 2)
        {
            var trial = Moved(state, fraction);
            var point = Evaluate(trial);
            if (point.Residual <= (1 - (fraction / 2)) * here.Residual)
            {
                return (trial, point);
            }
        }

        return null;
    }

    /// <summary>A step in the trust region that lowers the objective; null where none is found.</summary>
    private (double[] State, Point Point)? TrustRegion(double[] state, Point here, long before)
    {
        while (_radius > 1e-12 && jacobian.Products - before < MostProducts)
        {
            var predicted = ConjugateGradients(here.Residual);
            var trial = Moved(state, 1);
            var point = Evaluate(trial);
            // Below rounding of the objective the residual decides.
            var isVisible = predicted > 1e-11 * Math.Max(1, Math.Abs(here.Objective));
            var ratio = isVisible ? (here.Objective - point.Objective) / predicted
                : point.Residual < here.Residual ? 1 : 0;
            var length = RealVectors.Norm(_step);
            if (!(ratio > 0.25))
            {
                _radius = length / 4;
            }
            else if (ratio > 0.75 && length > 0.9 * _radius)
            {
                _radius = Math.Min(2 * _radius, 10);
            }

            if (ratio > 0.05)
            {
                return (trial, point);
            }
        }

        return null;
    }

    /// <summary>Minimises -F.d - d.(Q^T J Q) d/2 over ||d|| &lt;= radius; returns how much the model falls.</summary>
    private double ConjugateGradients(double residual)
    {
        Array.Clear(_step);
        double[] rest = [.. _velocity];
        double[] direction = [.. _velocity];
        var image = new double[rest.Length];
        var (square, fall) = (residual * residual, 0.0);
        var goal = Math.Min(0.1, Math.Sqrt(residual)) * residual;
        for (var i = 0; i < 2 * rest.Length && Math.Sqrt(square) > goal; i++)
        {
            jacobian.Multiply(direction, image);
            var curvature = -RealVectors.Dot(direction, image);
            var along = RealVectors.Dot(direction, rest);
            var length = curvature > 0 ? square / curvature : double.PositiveInfinity;
            var limit = ToBoundary(direction);
            var isLast = !(length < limit);
            length = isLast ? limit : length;
            RealVectors.Add(length, direction, _step);
            fall += length * (along - (length * curvature / 2));
            if (isLast)
            {
                break;
            }

            RealVectors.Add(length, image, rest);
            var next = RealVectors.Dot(rest, rest);
            RealVectors.Scale(next / square, direction);
            RealVectors.Add(1, rest, direction);
            square = next;
        }

        return fall;
    }

    /// <summary>The length at which the step leaves the trust region along a direction.</summary>
    private double ToBoundary(double[] direction)
    {
        var a = RealVectors.Dot(direction, direction);
        var b = RealVectors.Dot(direction, _step);
        var c = (_radius * _radius) - RealVectors.Dot(_step, _step);
        return c / (b + Math.Sqrt((b * b) + (a * c)));
    }

    private double[] Moved(double[] state, double fraction)
    {
        var moved = new double[state.Length];
        tangent.Expand(_step, moved);
        RealVectors.Scale(fraction, moved);
        RealVectors.Add(1, state, moved);
        tangent.Retract(moved);
        return moved;
    }

    /// <summary>Takes F and J at a state.</summary>
    private void MoveTo(double[] state)
    {
        Evaluate(state);
        jacobian.MoveTo(state);
        tangent.Compress(snapshots.Velocity.ToArray(), _velocity);
    }

    private Point Evaluate(double[] state)
    {
        var snapshot = snapshots.Evaluate(0, state);
        return new(snapshot.Objective, RealVectors.Norm(snapshots.Velocity));
    }

    private readonly record struct Point(double Objective, double Residual);
}
