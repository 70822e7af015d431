using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans;

/// <summary>Data prepared for a plan: inputs, targets, masks, one row for each sample.</summary>
public abstract class PlanData : IDisposable
{
    /// <summary>The number of samples.</summary>
    public abstract int Count { get; }

    /// <summary>Replaces one per-sample input, such as a mask.</summary>
    /// <param name="variable">The input.</param>
    /// <param name="values">Its values, sample-major.</param>
    /// <exception cref="ArgumentException">The number of values does not fit.</exception>
    public abstract void Update(Variable variable, ReadOnlySpan<double> values);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the data holds.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
