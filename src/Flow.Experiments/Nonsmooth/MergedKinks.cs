using Flow.Experiments.Data;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Spaces;
using Flow.Networks.Model;

namespace Flow.Experiments.Nonsmooth;

/// <summary>
/// A field whose coincident samples count as one, since they reach their kinks together: what happens there is decided
/// by the jump of F that all of them make, -(sum_j t_j c_j) M grad z.
/// </summary>
/// <remarks>A compact gradient is the number of its terms and one gradient of the field below for each.</remarks>
internal sealed class MergedKinks : IKinkedField
{
    private readonly IKinkedField _field;
    private readonly CoincidentSamples _groups;
    private readonly double[] _masks;
    private readonly double[] _switching;
    private readonly double[] _signals;
    private readonly double[] _row;

    private MergedKinks(IKinkedField field, CoincidentSamples groups)
    {
        (_field, _groups) = (field, groups);
        var pairs = field.Samples * field.Units;
        (_masks, _switching, _signals) = (new double[pairs], new double[pairs], new double[pairs]);
        _row = new double[field.Units];
        GradientLength = 1 + (groups.Largest * field.GradientLength);
    }

    /// <inheritdoc/>
    public int Samples => _groups.Count;

    /// <inheritdoc/>
    public int Units => _field.Units;

    /// <inheritdoc/>
    public int GradientLength { get; }

    /// <summary>The field itself where no samples of its data coincide.</summary>
    /// <param name="field">The field.</param>
    /// <param name="data">Its data.</param>
    /// <param name="model">Its network.</param>
    public static IKinkedField Of(IKinkedField field, Dataset data, NetworkModel model)
    {
        var groups = CoincidentSamples.Of(data, model);
        return groups.Count < field.Samples ? new MergedKinks(field, groups) : field;
    }

    /// <inheritdoc/>
    public int PositionOf(int sample) => First(sample);

    /// <inheritdoc/>
    public double SmallestMask(int unit) => _field.SmallestMask(unit);

    /// <inheritdoc/>
    public void Forward(Vector state, ReadOnlySpan<double> masks, Span<double> switching)
    {
        Spread(masks);
        _field.Forward(state, _masks, _switching);
        TakeFirst(switching);
    }

    /// <inheritdoc/>
    public void Evaluate(
        Vector state, ReadOnlySpan<double> masks, Vector derivative, Span<double> switching, Span<double> signals)
    {
        Spread(masks);
        _field.Evaluate(state, _masks, derivative, _switching, _signals);
        TakeFirst(switching);
        signals.Clear();
        for (var group = 0; group < Samples; group++)
        {
            for (var i = _groups.Start(group); i < _groups.Start(group + 1); i++)
            {
                AddSignals(i, Row(_signals, _groups.Members[i]), signals.Slice(group * Units, Units));
            }
        }
    }

    /// <inheritdoc/>
    public void ForwardSample(int sample, Vector state, ReadOnlySpan<double> masks, Span<double> switching) =>
        _field.ForwardSample(First(sample), state, masks, switching);

    /// <inheritdoc/>
    public void ContributionGradient(
        int sample,
        Vector state,
        ReadOnlySpan<double> masks,
        Span<double> gradient,
        Span<double> switching,
        Span<double> signals)
    {
        var (start, end) = (_groups.Start(sample), _groups.Start(sample + 1));
        gradient[0] = end - start;
        signals.Clear();
        for (var i = end - 1; i >= start; i--)
        {
            _field.ContributionGradient(
                _groups.Members[i], state, masks, TermOf(gradient, i - start), switching, _row);
            AddSignals(i, _row, signals);
        }
    }

    /// <inheritdoc/>
    public void SwitchingGradient(
        int sample, int unit, Vector state, ReadOnlySpan<double> masks, Span<double> gradient)
    {
        gradient[0] = 1;
        _field.SwitchingGradient(First(sample), unit, state, masks, TermOf(gradient, 0));
    }

    /// <inheritdoc/>
    public double Inner(ReadOnlySpan<double> gradient, ReadOnlySpan<double> other)
    {
        var sum = 0.0;
        for (var i = 0; i < gradient[0]; i++)
        {
            for (var j = 0; j < other[0]; j++)
            {
                sum += _field.Inner(TermOf(gradient, i), TermOf(other, j));
            }
        }

        return sum;
    }

    /// <inheritdoc/>
    public double Along(ReadOnlySpan<double> gradient, Vector state, Vector direction)
    {
        var sum = 0.0;
        for (var i = 0; i < gradient[0]; i++)
        {
            sum += _field.Along(TermOf(gradient, i), state, direction);
        }

        return sum;
    }

    /// <inheritdoc/>
    public void Add(double factor, ReadOnlySpan<double> gradient, Vector state, Vector target)
    {
        for (var i = 0; i < gradient[0]; i++)
        {
            _field.Add(factor, TermOf(gradient, i), state, target);
        }
    }

    private int First(int group) => _groups.Members[_groups.Start(group)];

    private Span<double> Row(Span<double> values, int sample) => values.Slice(sample * Units, Units);

    private Span<double> TermOf(Span<double> gradient, int index) =>
        gradient.Slice(1 + (index * _field.GradientLength), _field.GradientLength);

    private ReadOnlySpan<double> TermOf(ReadOnlySpan<double> gradient, int index) =>
        gradient.Slice(1 + (index * _field.GradientLength), _field.GradientLength);

    private void Spread(ReadOnlySpan<double> masks)
    {
        for (var group = 0; group < Samples; group++)
        {
            for (var i = _groups.Start(group); i < _groups.Start(group + 1); i++)
            {
                masks.Slice(group * Units, Units).CopyTo(Row(_masks, _groups.Members[i]));
            }
        }
    }

    private void TakeFirst(Span<double> switching)
    {
        for (var group = 0; group < Samples; group++)
        {
            Row(_switching, First(group)).CopyTo(switching.Slice(group * Units, Units));
        }
    }

    private void AddSignals(int member, ReadOnlySpan<double> values, Span<double> sums)
    {
        for (var unit = 0; unit < sums.Length; unit++)
        {
            sums[unit] += _groups.Factors[member] * values[unit];
        }
    }
}
