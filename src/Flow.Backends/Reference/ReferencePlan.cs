using Flow.Backends.Plans;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Reference;

/// <summary>A plan that interprets its graph; unlike compiled plans it allocates while executing.</summary>
internal sealed class ReferencePlan(PlanSource source) : Plan(source)
{
    private (PlanData Data, SampleSelection Samples, double[] State, double[] Scalars)? _last;

    /// <inheritdoc />
    public override long Bytes => 0;

    /// <inheritdoc />
    public override PlanData Load(
        IReadOnlyDictionary<Variable, double[]> values, int count, PlanData? others = null)
    {
        RequireSamples(count);
        var data = new ReferenceData(Source, count);
        foreach (var variable in Source.Data)
        {
            if (values.TryGetValue(variable, out var found))
            {
                data.Update(variable, found);
            }
            else
            {
                data.Share(variable, others as ReferenceData);
            }
        }

        return data;
    }

    /// <inheritdoc />
    public override void Execute(
        PlanData data,
        SampleSelection samples,
        ReadOnlySpan<double> state,
        ReadOnlySpan<double> scalars,
        ReducedOutputs reduced,
        double[][] perSample)
    {
        Check(data, samples, state.Length, scalars.Length, reduced.Length, perSample);
        _last = (data, samples, state.ToArray(), scalars.ToArray());
        var own = Own<ReferenceData>(data, loaded => ReferenceEquals(loaded.Source, Source));
        var interpreter = new Interpreter(d => d == Source.Samples ? samples.Count : Source.Size(d));
        interpreter.Bind(DimensionSize.Of(Source.Samples), [samples.Divisor]);
        BindState(interpreter, state, scalars);
        foreach (var variable in Source.Data)
        {
            interpreter.Bind(variable, own.Select(variable, samples));
        }

        var position = 0;
        var table = 0;
        foreach (var output in Source.Outputs)
        {
            var values = interpreter.Evaluate(output.Value).Values;
            if (Source.IsPerSample(output))
            {
                values.CopyTo(perSample[table++], 0);
            }
            else
            {
                values.CopyTo(reduced.Slice(position, values.Length));
                position += values.Length;
            }
        }
    }

    /// <inheritdoc />
    public override void ExecuteLate(ReadOnlySpan<double> late, ReducedOutputs reduced)
    {
        CheckLate(_last is not null, late.Length, reduced.Length);
        var (data, samples, state, scalars) = _last!.Value;
        late.CopyTo(state.AsSpan(state.Length - late.Length));
        Execute(data, samples, state, scalars, reduced, []);
    }

    private void BindState(Interpreter interpreter, ReadOnlySpan<double> state, ReadOnlySpan<double> scalars)
    {
        var offset = 0;
        foreach (var parameter in Source.Parameters.Concat(Source.Late))
        {
            var length = parameter.Shape.Count(Source.Size);
            interpreter.Bind(parameter, state.Slice(offset, length).ToArray());
            offset += length;
        }

        for (var i = 0; i < scalars.Length; i++)
        {
            interpreter.Bind(Source.Scalars[i], [scalars[i]]);
        }
    }
}
