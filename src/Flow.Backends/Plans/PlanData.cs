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

    /// <summary>Replaces one per-sample input by columns of a wider matrix.</summary>
    /// <param name="variable">The input.</param>
    /// <param name="values">From the first of its values on, the rows of the wider matrix, one for each sample.</param>
    /// <param name="stride">The number of values from one row to the next, at least the input's width.</param>
    /// <exception cref="ArgumentException">The values are too few for the samples.</exception>
    public abstract void UpdateRows(Variable variable, ReadOnlySpan<double> values, int stride);

    /// <summary>Checks the arguments of <see cref="UpdateRows"/>.</summary>
    /// <exception cref="ArgumentException">The values are too few for the samples.</exception>
    protected void CheckRows(Variable variable, int length, int stride, int width)
    {
        if (stride < width || length < ((Count - 1L) * stride) + width)
        {
            throw new ArgumentException(
                $"{variable.Name} has {length} values, {stride} for each row; {Count} rows of {width} are needed.");
        }
    }

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
