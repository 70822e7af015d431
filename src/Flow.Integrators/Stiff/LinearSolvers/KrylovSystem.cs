using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Complex = System.Numerics.Complex;

namespace Flow.Integrators.Stiff.LinearSolvers;

/// <summary>The systems (s I - J) x = b by products with J alone, for many unknowns: MINRES on the tangent space where
/// the problem says that P J P is symmetric there and an approximate J will do, GMRES otherwise.</summary>
/// <remarks>MINRES solves with P J P: x = P x + (b - P b) / s. What that leaves out of J couples tangent and normal
/// space with the strength of F itself, so Newton's iteration converges as fast as h |F| / |y| is small.</remarks>
internal sealed class KrylovSystem : IShiftedSystem
{
    // Less than this is no solution at all; Newton's iteration judges the rest.
    private const double WorstReduction = 0.5;

    private readonly OdeProblem _problem;
    private readonly ILinearization _linearization;
    private readonly ShiftedOperator _realOperator;
    private readonly ShiftedOperator _complexOperator;
    private readonly Gmres? _gmres;
    private readonly Gmres? _complexGmres;
    private readonly Minres? _minres;
    private readonly Action<Vector, Vector> _applyTangent;
    private readonly Vector _point;
    private readonly Vector _normal;
    private readonly double[] _one = [1];
    private readonly Vector[] _from = new Vector[1];
    private readonly Vector[] _into = new Vector[1];

    public KrylovSystem(OdeProblem problem, bool needsComplex, bool needsExactJacobian)
    {
        _problem = problem;
        _linearization = problem.Linearization ?? new DifferenceLinearization(problem.Space, problem.Field);
        (_realOperator, _complexOperator) = (new(problem, _linearization), new(problem, _linearization));
        var isSymmetric = _linearization.IsSymmetricOnTangent && !needsExactJacobian;
        _minres = isSymmetric ? new Minres(problem) : null;
        _gmres = isSymmetric ? null : new Gmres(problem, 1);
        _complexGmres = needsComplex ? new Gmres(problem, 2) : null;
        (_point, _normal) = (problem.Space.Allocate(), problem.Space.Allocate());
        _applyTangent = ApplyTangent;
    }

    public bool KeepsJacobian => false;

    public int MemoryLength => 0;

    public void MoveTo(double time, Vector state, Vector derivative, double step)
    {
        _problem.Space.Copy(state, _point);
        if (_minres is not null)
        {
            _problem.Constraint?.Retract(_point);
        }

        _linearization.MoveTo(time, _point);
    }

    public bool Prepare(double shift)
    {
        _realOperator.Shift = shift;
        return double.IsFinite(shift);
    }

    public bool Prepare(Complex shift)
    {
        _complexOperator.Shift = shift;
        return Complex.IsFinite(shift);
    }

    public bool Solve(Vector rightHandSide, Vector solution, double reduction)
    {
        if (_minres is null)
        {
            (_from[0], _into[0]) = (rightHandSide, solution);
            return _gmres!.Solve(_realOperator, _from, _into, reduction) <= Math.Max(reduction, WorstReduction);
        }

        return SolveOnTangent(rightHandSide, solution, reduction);
    }

    public bool Solve(Vector[] rightHandSide, Vector[] solution, double reduction) =>
        _complexGmres!.Solve(_complexOperator, rightHandSide, solution, reduction)
            <= Math.Max(reduction, WorstReduction);

    public void Save(Span<double> memory)
    {
    }

    public void Load(ReadOnlySpan<double> memory)
    {
    }

    private bool SolveOnTangent(Vector rightHandSide, Vector solution, double reduction)
    {
        var space = _problem.Space;
        space.Copy(rightHandSide, _normal);
        _problem.Constraint?.ProjectTangent(_point, rightHandSide);
        _into[0] = rightHandSide;
        space.LinearCombination(_normal, 1, _normal, -1, _one, _into);
        var reached = _minres!.Solve(_applyTangent, rightHandSide, solution, reduction);
        _into[0] = _normal;
        space.LinearCombination(solution, 1, solution, 1 / _realOperator.Shift.Real, _one, _into);
        return reached <= Math.Max(reduction, WorstReduction);
    }

    private void ApplyTangent(Vector direction, Vector image)
    {
        (_from[0], _into[0]) = (direction, image);
        _realOperator.Apply(_from, _into);
        _problem.Constraint?.ProjectTangent(_point, image);
    }
}
