using Flow.Backends.Plans;
using Flow.Backends.Reference;
using Flow.Symbolic.Expressions;
using Flow.TestKit;

namespace Flow.Backends.Tests.Plans;

/// <summary>A plan source with values for everything that it needs.</summary>
internal sealed class PlanCase
{
    private PlanCase(PlanSource source, Dictionary<Variable, double[]> data, double[] state, int count) =>
        (Source, Data, State, Count) = (source, data, state, count);

    public PlanSource Source { get; }

    public Dictionary<Variable, double[]> Data { get; }

    public double[] State { get; }

    public double[] Scalars { get; init; } = [0.03];

    public int Count { get; }

    /// <summary>Random data and parameters.</summary>
    public static PlanCase Random(PlanSource source, int count, ulong seed = 1)
    {
        var random = new RandomStream(seed);
        var data = source.Data.ToDictionary(static v => v, v => random.Array(count * source.Width(v)));
        return new(source, data, random.Array(source.StateLength), count);
    }

    /// <summary>The outputs of the judge.</summary>
    public PlanValues Expected(SampleSelection? samples = null) => Run(new ReferenceBackend(), new(), samples);

    /// <summary>The outputs of the judge for given scalars.</summary>
    public PlanValues Expected(SampleSelection samples, double[] scalars) =>
        new PlanCase(Source, Data, State, Count) { Scalars = scalars }.Expected(samples);

    /// <summary>Compiles, loads and runs once.</summary>
    public PlanValues Run(IBackend backend, PlanOptions options, SampleSelection? samples = null)
    {
        using var plan = backend.Compile(Source, options);
        using var data = plan.Load(Data, Count);
        return Run(plan, data, samples ?? SampleSelection.Range(0, Count));
    }

    /// <summary>Runs a plan of this source.</summary>
    public PlanValues Run(Plan plan, PlanData data, SampleSelection samples)
    {
        var values = Allocate(samples.Count);
        plan.Execute(data, samples, State, Scalars, values.Reduced, values.PerSample);
        return values;
    }

    /// <summary>Places for the outputs.</summary>
    public PlanValues Allocate(int count) => new(
        Source,
        new double[Source.ReducedLength],
        [.. Source.Outputs.Where(Source.IsPerSample).Select(o => new double[count * Source.Width(o.Value)])]);
}
