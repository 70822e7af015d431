using Flow.Backends.Plans;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Reference;

/// <summary>Data kept as plain arrays.</summary>
internal sealed class ReferenceData(PlanSource source, int count) : PlanData
{
    private readonly Dictionary<Variable, double[]> _values = new(ReferenceEqualityComparer.Instance);

    /// <summary>The plan source that the data were loaded for.</summary>
    public PlanSource Source => source;

    /// <inheritdoc />
    public override int Count => count;

    /// <inheritdoc />
    public override void Update(Variable variable, ReadOnlySpan<double> values)
    {
        if (!source.Data.Contains(variable))
        {
            throw new ArgumentException($"{variable.Name} is not a data variable of the plan.", nameof(variable));
        }

        var expected = count * source.Width(variable);
        _values[variable] = values.Length == expected
            ? values.ToArray()
            : throw new ArgumentException($"{variable.Name} has {values.Length} values; {expected} are needed.");
    }

    /// <inheritdoc />
    public override void UpdateRows(Variable variable, ReadOnlySpan<double> values, int stride)
    {
        var width = source.Width(variable);
        CheckRows(variable, values.Length, stride, width);
        var rows = new double[count * width];
        for (var row = 0; row < count; row++)
        {
            values.Slice(row * stride, width).CopyTo(rows.AsSpan(row * width));
        }

        Update(variable, rows);
    }

    /// <summary>The rows of the selected samples.</summary>
    public double[] Select(Variable variable, SampleSelection samples)
    {
        var width = source.Width(variable);
        var rows = new double[samples.Count * width];
        for (var i = 0; i < samples.Count; i++)
        {
            Array.Copy(_values[variable], samples[i] * width, rows, i * width, width);
        }

        return rows;
    }
}
