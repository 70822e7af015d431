using Flow.Integrators.DenseOutput;
using Flow.Integrators.Explicit;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Nonsmooth;

/// <summary>Dormand-Prince 5(4) with the masks held, every kink located on its dense output and the step cut there, and
/// the sliding pairs solved for at each stage: slow and simple, to check other solvers with.</summary>
/// <remarks>A piece from an event on goes to the end of the step; the error of a step is the largest of its pieces.
/// About ten evaluations for each event.</remarks>
public sealed class Filippov : IStepper
{
    private const int MostPieces = 200;

    private readonly OdeProblem _problem;
    private readonly IKinkedField _kinks;
    private readonly Tolerances _tolerances;
    private readonly ButcherTableau _tableau = DormandPrince5.Tableau;
    private readonly FilippovMode _mode;
    private readonly FilippovEvents _events;
    private readonly FilippovSearch _search;
    private readonly KinkNode[] _nodes;
    private readonly Vector[] _fields;
    private readonly SegmentInterpolant _interpolant;
    private readonly Vector _piece;
    private readonly Vector _pieceEnd;
    private readonly double[] _estimate;
    private KinkStatistics _before;
    private double _time;
    private double _newTime;

    /// <summary>Creates the stepper and its vectors.</summary>
    /// <param name="problem">The problem, with its kinks.</param>
    /// <param name="tolerances">rtol, atol and the norm.</param>
    /// <exception cref="ArgumentException">The kinks of the problem are not known.</exception>
    public Filippov(OdeProblem problem, Tolerances tolerances)
    {
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(tolerances);
        (_problem, _kinks, _tolerances) = (problem, KinkCheck.Require(problem, "filippov"), tolerances);
        _estimate = [.. _tableau.Estimate!.Weights];
        _mode = new FilippovMode(problem);
        _events = new FilippovEvents(problem, _mode);
        _nodes = [.. _tableau.Nodes.Select(_ => new KinkNode(problem, _mode.Sliding))];
        _fields = [.. _nodes.Select(static node => node.Field)];
        _search = new FilippovSearch(problem, _mode, _tableau.Dense!, _fields);
        _interpolant = new SegmentInterpolant(problem.Space, _tableau.Dense!);
        Pattern = new KinkPattern(_kinks.Units, _mode.Masks, _mode.Sliding);
        (State, Trial) = (problem.Space.Allocate(), problem.Space.Allocate());
        (_piece, _pieceEnd) = (problem.Space.Allocate(), problem.Space.Allocate());
    }

    /// <inheritdoc/>
    public int Order => _tableau.Order;

    /// <inheritdoc/>
    public int ErrorOrder => _tableau.Order;

    /// <inheritdoc/>
    public Vector State { get; private set; }

    /// <inheritdoc/>
    public Vector Derivative => _nodes[0].Field;

    /// <inheritdoc/>
    public Vector Trial { get; private set; }

    /// <inheritdoc/>
    public IInterpolant Interpolant => _interpolant;

    /// <inheritdoc/>
    public KinkPattern Pattern { get; }

    /// <inheritdoc/>
    public int HistoryLength => 2 * _mode.Masks.Length;

    /// <inheritdoc/>
    public void Start(double time)
    {
        _time = time;
        _problem.Space.Copy(_problem.InitialState, State);
        KinkCheck.SignMasks(_kinks, State, _mode.Masks, _nodes[0].Switching);
        _mode.Restart();
        EvaluateAt(_nodes[0], State, time);
    }

    /// <inheritdoc/>
    public StepOutcome Step(double time, double newTime)
    {
        (_time, _newTime, _before) = (time, newTime, _problem.KinkWork.Statistics);
        _mode.Save(_nodes[0]);
        try
        {
            var outcome = Follow(time, newTime);
            if (outcome.Verdict != TrialVerdict.Completed || outcome.ErrorNorm > 1)
            {
                TakeBack();
            }

            return outcome;
        }
        catch (VectorFieldException)
        {
            TakeBack();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Complete(bool needsInterpolant)
    {
        try
        {
            EvaluateAt(_nodes[0], Trial, _newTime);
            _events.WatchForks(_nodes[0]);
        }
        catch (VectorFieldException)
        {
            TakeBack();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Accept() => (State, Trial, _time) = (Trial, State, _newTime);

    /// <inheritdoc/>
    public void SaveHistory(Span<double> history)
    {
        var pairs = _mode.Masks.Length;
        history.Clear();
        _nodes[0].Masks.CopyTo(history);
        for (var i = 0; i < _mode.Sliding.Count; i++)
        {
            history[pairs + _mode.Sliding[i]] = i + 1;
        }
    }

    /// <inheritdoc/>
    public void LoadHistory(ReadOnlySpan<double> history)
    {
        var pairs = _mode.Masks.Length;
        _problem.Space.Copy(State, _nodes[0].State);
        _nodes[0].Time = _time;
        _mode.Return(_nodes[0], history[..pairs], HistoryArchive.Order(history.Slice(pairs, pairs)));
    }

    // All pieces, each from an event to the end or to the first one that is not good enough.
    private StepOutcome Follow(double time, double newTime)
    {
        _interpolant.Begin(time, newTime);
        _problem.Space.Copy(State, _piece);
        var (from, error, worst) = (time, 0.0, -1);
        for (var k = 0; from < newTime && k < MostPieces; k++)
        {
            var norm = TryPiece(newTime - from);
            if (!norm.IsFinite)
            {
                return StepOutcome.NonFinite(norm.WorstIndex);
            }

            var size = norm.Of(_tolerances.Norm);
            (error, worst) = size >= error ? (size, norm.WorstIndex) : (error, worst);
            if (error > 1)
            {
                return new StepOutcome(TrialVerdict.Completed, error, worst, 0);
            }

            from = Advance(from, newTime);
        }

        _problem.Space.Copy(_piece, Trial);
        var defect = _problem.Constraint?.Retract(Trial) ?? 0;
        var verdict = from < newTime ? TrialVerdict.Crowded : TrialVerdict.Completed;
        return new StepOutcome(verdict, error, worst, defect);
    }

    // Nothing of a rejected trial stays, not even in a resume point that is captured before the next one.
    private void TakeBack()
    {
        _problem.Space.Copy(State, _nodes[0].State);
        _nodes[0].Time = _time;
        _mode.Restore(_nodes[0]);
        _problem.KinkWork.RestoreEvents(_before);
    }

    private WeightedNorm TryPiece(double step)
    {
        var space = _problem.Space;
        for (var i = 1; i < _nodes.Length; i++)
        {
            space.LinearCombination(
                _nodes[i].State, 1, _piece, step, _tableau.Rows[i].AsSpan(0, i), _fields.AsSpan(0, i));
            _mode.Evaluate(_nodes[i]);
        }

        space.Copy(_nodes[^1].State, _pieceEnd);
        return space.WeightedNorm(
            step, _estimate, _fields, _piece, _pieceEnd, _tolerances);
    }

    // To the first event, or to the end.
    private double Advance(double from, double to)
    {
        var step = to - from;
        _interpolant.Add(from, step, _piece, _nodes);
        var found = _search.First(_piece, step, _nodes[0], _nodes[^1]);
        if (found.Pair < 0)
        {
            _problem.Space.Copy(_pieceEnd, _piece);
            _mode.Project(_nodes[^1], _piece);
            EvaluateAt(_nodes[0], _piece, to);
            return to;
        }

        _search.MoveTo(found.Theta, _piece, step, _pieceEnd);
        _problem.Space.Copy(_pieceEnd, _piece);
        var time = from + (found.Theta * step);
        EvaluateAt(_nodes[0], _piece, time);
        _mode.Project(_nodes[0], _piece);
        EvaluateAt(_nodes[0], _piece, time);
        if (found.IsExit)
        {
            _events.Leave(_nodes[0], _mode.Sliding.Pairs.IndexOf(found.Pair));
        }
        else
        {
            _events.Meet(_nodes[0], found.Pair);
        }

        return time;
    }

    private void EvaluateAt(KinkNode node, Vector state, double time)
    {
        _problem.Space.Copy(state, node.State);
        node.Time = time;
        _mode.Evaluate(node);
    }
}
