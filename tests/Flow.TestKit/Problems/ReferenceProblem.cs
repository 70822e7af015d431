using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.TestKit.Problems;

/// <summary>An initial value problem whose solution is known at some of the times, from a closed form or computed
/// once with more digits.</summary>
public sealed record ReferenceProblem(
    string Name,
    ProblemNature Nature,
    double[] InitialState,
    double[] Times,
    VectorFunction Field,
    Lazy<(double Time, double[] Values)[]> Solution)
{
    public ReferenceProblem(
        string name,
        ProblemNature nature,
        double[] initialState,
        double[] times,
        VectorFunction field,
        (double Time, double[] Values)[] solution)
        : this(name, nature, initialState, times, field, new Lazy<(double, double[])[]>(solution))
    {
    }

    /// <summary>How far the reference itself may be off, relative to the largest value of a component.</summary>
    public double Accuracy { get; init; } = 1e-14;

    /// <summary>atol / rtol: the size below which a component does not count.</summary>
    public double AbsoluteScale { get; init; } = 1e-3;

    public static ReferenceProblem From(KnownSolution known, ProblemNature nature, int count)
    {
        double[] times =
        [
            .. Enumerable.Range(0, count).Select(i =>
                known.InitialTime + ((known.EndTime - known.InitialTime) * i / (count - 1))),
        ];
        times[^1] = known.EndTime;
        return new(known.Name, nature, known.At(known.InitialTime), times, known.Field,
            [.. times.Skip(1).Select(time => (time, known.At(time)))]);
    }

    public OdeProblem ToProblem()
    {
        var space = new ArraySpace(InitialState.Length);
        return new(space, new ArrayField(Field), Times[0], space.Create(InitialState), Times[^1]);
    }

    public override string ToString() => Name;
}
