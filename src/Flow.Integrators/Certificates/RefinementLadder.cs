using Flow.Integrators.Problems;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Certificates;

/// <summary>The settings of companion runs, each finer than the one before, and the rate at which the error has to
/// fall along them.</summary>
/// <remarks>A solver whose steps can be divided: one run with steps twice as long and one with half of them, or, where
/// longer steps might be unstable, two with steps divided by the root of 2 each time; the error falls as h^p. An
/// adaptive solver with the error of each step held at the tolerance: the estimate shrinks as h^k, the global error as
/// h^p, so that the error falls as tol^(p/k); a method that also chooses its order advances with the
/// higher order of its pair, and its error falls as tol. A fixed-step solver: the error falls as h^p.</remarks>
internal sealed class RefinementLadder
{
    private readonly IntegrationSettings _settings;
    private readonly Tolerances _tolerances;
    private readonly Solver _solver;
    private readonly bool _isAdaptive;
    private readonly int _order;

    public RefinementLadder(
        OdeProblem problem, Solver solver, IntegrationSettings settings, CertificateSettings refinement)
    {
        (_settings, _solver, _order) = (settings, solver, solver.Order);
        _isAdaptive = solver.IsAdaptive && solver.Divided is null;
        _tolerances = settings.Tolerances ?? solver.Tolerances;
        // Halving a first-order step would make the differences fall by 2 in the limit, sometimes from below.
        Factor = _isAdaptive ? refinement.ToleranceFactor
            : solver.Divided is not null && !solver.CanBeCoarser ? Math.Sqrt(2)
            : _order > 1 ? 2 : 4;
        Coarser = solver.CanBeCoarser ? 1 : 0;
        Most = solver.Divided is null ? refinement.MostRefinements : CertificateSettings.FewestRefinements;
        Rate = _isAdaptive ? ToleranceExponent(problem, solver) : _order;
    }

    /// <summary>By how much each level divides the tolerance or the step.</summary>
    public double Factor { get; }

    /// <summary>The number of levels that are coarser than the delivered run, from -1 down.</summary>
    public int Coarser { get; }

    /// <summary>The most companion runs. Those with divided steps end with the second: a third would cost more than all
    /// before it.</summary>
    public int Most { get; }

    /// <summary>The exponent s of the error, ~ tol^s or ~ h^s.</summary>
    public double Rate { get; }

    /// <summary>By how much differences have to fall from one level to the next: 2; for steps divided, 3 for each
    /// halving, three quarters of what order 2 asks for.</summary>
    public double LeastFall => _solver.Divided is null ? 2 : Math.Pow(3, Math.Log2(Factor));

    /// <summary>How far an observed rate may be from the expected one, as a factor: a predictor-corrector method gains
    /// an order where its corrector dominates, and noise on top.</summary>
    public double RateBand => _solver.Divided is null ? 2 : 3;

    /// <summary>The levels of the companion runs in their order.</summary>
    /// <param name="first">The finest level that is not there yet.</param>
    public IEnumerable<int> Levels(int first) =>
        Enumerable.Range(-Coarser, Coarser).Concat(Enumerable.Range(first, Most - Coarser - first + 1));

    /// <summary>Whether a level has tolerances that the integrator takes.</summary>
    public bool IsPossible(int level) =>
        !_isAdaptive || _tolerances.Relative / Math.Pow(Factor, level) >= Tolerances.SmallestRelative;

    /// <summary>rtol of a level, null for a solver whose steps are divided.</summary>
    public double? Tolerance(int level) => _isAdaptive ? _tolerances.Relative / Math.Pow(Factor, level) : null;

    /// <summary>The solver of a level.</summary>
    public Solver Solver(int level) => _solver.Divided?.Invoke(Math.Pow(Factor, level)) ?? _solver;

    /// <summary>The settings of a level; level 0 are those of the delivered run.</summary>
    public IntegrationSettings Settings(int level)
    {
        var divisor = Math.Pow(Factor, level);
        return _isAdaptive
            ? _settings with
            {
                Tolerances = new Tolerances(
                    _tolerances.Relative / divisor,
                    Math.Max(_tolerances.Absolute / divisor, double.Epsilon),
                    _tolerances.Norm),
                // A limit that is the same for all runs would give them the same steps: no difference, no evidence.
                MaxStep = _settings.MaxStep / Math.Pow(divisor, Rate / _order),
                Step = _settings.Step / Math.Pow(divisor, Rate / _order),
            }
            : _settings with
            {
                Step = _settings.Step / divisor,
                MaxStep = _solver.Divided is null ? _settings.MaxStep : _settings.MaxStep / divisor,
            };
    }

    /// <summary>The least growth of the number of steps from one level to the next that shows that the steps follow
    /// the tolerance: a quarter of what the order asks for.</summary>
    public double LeastGrowth => 1 + (0.25 * (Math.Pow(Factor, _isAdaptive ? Rate / _order : 1) - 1));

    private double ToleranceExponent(OdeProblem problem, Solver solver)
    {
        var stepper = solver.CreateStepper(problem, _tolerances);
        return stepper is ISelfControlledStepper || stepper.ErrorOrder < 1
            ? 1
            : (double)stepper.Order / stepper.ErrorOrder;
    }
}
