using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans;

/// <summary>
/// An executable plan: N is bound at execution, so one plan runs on the whole set, on a range or on a gather list;
/// executing it allocates nothing. A plan is not safe for concurrent use.
/// </summary>
public abstract class Plan : IDisposable
{
    private readonly int _stateLength;
    private readonly int _reducedLength;
    private readonly int _lateLength;
    private readonly (string Name, int Width)[] _perSample;

    /// <summary>Makes a plan.</summary>
    /// <param name="source">What it computes, checked by <see cref="PlanVerifier"/>.</param>
    protected Plan(PlanSource source)
    {
        Source = source;
        (_stateLength, _reducedLength, _lateLength) = (source.StateLength, source.ReducedLength, source.LateLength);
        _perSample =
            [.. source.Outputs.Where(source.IsPerSample).Select(o => (o.Name, source.Width(o.Value)))];
    }

    /// <summary>What the plan computes.</summary>
    public PlanSource Source { get; }

    /// <summary>The memory the plan holds, in bytes.</summary>
    public abstract long Bytes { get; }

    /// <summary>
    /// The memory that the plan and its data need for a number of samples, part by part; empty where the backend does
    /// not say.
    /// </summary>
    /// <param name="samples">The number of samples.</param>
    public virtual IReadOnlyList<PlanMemory> MemoryFor(int samples) => [];

    /// <summary>
    /// Multiplications and additions for each sample, counted from the graph; 0 where the backend does not count.
    /// </summary>
    public virtual long FlopsPerSample => 0;

    /// <summary>Prepares data once for many executions.</summary>
    /// <param name="values">For each data variable of the source its values, sample-major.</param>
    /// <param name="count">The number of samples.</param>
    /// <param name="others">
    /// Data that a plan of the same backend and precision loaded for as many samples: variables that
    /// <paramref name="values"/> lacks are taken from them without a copy. Replacing them in one changes the other not.
    /// </param>
    /// <exception cref="ArgumentException">
    /// There is no sample, a variable is missing or the number of its values does not fit.
    /// </exception>
    public abstract PlanData Load(
        IReadOnlyDictionary<Variable, double[]> values, int count, PlanData? others = null);

    /// <summary>Computes the outputs.</summary>
    /// <param name="data">Data loaded by this plan.</param>
    /// <param name="samples">Which samples.</param>
    /// <param name="state">The parameters, in the order of the source.</param>
    /// <param name="scalars">The scalars, in the order of the source.</param>
    /// <param name="reduced">Receives the outputs that are not per sample, one after the other.</param>
    /// <param name="perSample">
    /// Receives the per-sample outputs in order, each samples x width in the order of the selection; may be empty where
    /// there are none.
    /// </param>
    public abstract void Execute(
        PlanData data,
        SampleSelection samples,
        ReadOnlySpan<double> state,
        ReadOnlySpan<double> scalars,
        ReducedOutputs reduced,
        double[][] perSample);

    /// <summary>
    /// Computes the outputs of the last execution again for other late parameters, at the cost of what depends on them.
    /// </summary>
    /// <param name="late">The late parameters, in the order of the source.</param>
    /// <param name="reduced">Receives the outputs, one after the other.</param>
    /// <exception cref="InvalidOperationException">The plan has not been executed.</exception>
    /// <exception cref="ArgumentException">A length does not fit the source.</exception>
    public abstract void ExecuteLate(ReadOnlySpan<double> late, ReducedOutputs reduced);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the plan holds.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Checks the arguments of an execution.</summary>
    /// <exception cref="ArgumentException">A length does not fit the source.</exception>
    protected void Check(
        PlanData data, SampleSelection samples, int state, int scalars, int reduced, double[][] perSample)
    {
        samples.Check(data.Count);
        Require(state == _stateLength, "state", state, _stateLength);
        Require(scalars == Source.Scalars.Length, "scalars", scalars, Source.Scalars.Length);
        Require(reduced == _reducedLength, "reduced outputs", reduced, _reducedLength);
        for (var i = 0; i < _perSample.Length; i++)
        {
            var (name, width) = _perSample[i];
            var found = i < perSample.Length ? perSample[i].Length : 0;
            Require(found >= samples.Count * width, name, found, samples.Count * width);
        }
    }

    /// <summary>Checks the arguments of an execution with other late parameters.</summary>
    /// <exception cref="InvalidOperationException">The plan has not been executed.</exception>
    /// <exception cref="ArgumentException">A length does not fit the source.</exception>
    protected void CheckLate(bool isExecuted, int late, int reduced)
    {
        if (!isExecuted)
        {
            throw new InvalidOperationException("Execute the plan once before its late parameters alone are changed.");
        }

        Require(late == _lateLength, "late parameters", late, _lateLength);
        Require(reduced == _reducedLength, "reduced outputs", reduced, _reducedLength);
    }

    /// <summary>Checks the number of samples to load.</summary>
    /// <param name="count">The number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no sample.</exception>
    protected static void RequireSamples(int count)
    {
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "A plan needs at least one sample.");
        }
    }

    /// <summary>The data as this plan loaded them.</summary>
    /// <typeparam name="T">The kind of data that this plan loads.</typeparam>
    /// <param name="data">The data.</param>
    /// <param name="isOwn">Whether they are this plan's.</param>
    /// <exception cref="ArgumentException">Another plan loaded them.</exception>
    protected static T Own<T>(PlanData data, Func<T, bool> isOwn)
        where T : PlanData => data is T own && isOwn(own)
            ? own
            : throw new ArgumentException(
                "The data were loaded by another plan; load them with this one.", nameof(data));

    private static void Require(bool condition, string what, int found, int expected)
    {
        if (!condition)
        {
            throw new ArgumentException($"The {what} have length {found}; the plan needs {expected}.");
        }
    }
}
