using Flow.Backends;
using Flow.Backends.Cpu;
using Flow.Backends.Plans;
using Flow.Experiments.Running;

namespace Flow.Cli.Benchmarks;

/// <summary>Times the right-hand side of an experiment and, in turn with it, the peak of a core.</summary>
/// <param name="experiment">The experiment.</param>
/// <param name="clock">The clock.</param>
internal sealed class RhsBenchmark(Experiment experiment, TimeProvider clock)
{
    private const int FewestCalls = 3;
    private const int MostCalls = 200_000;
    private const int BurstsPerRound = 5;

    private static readonly TimeSpan RoundTime = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Measures for a bounded time; calls and peak alternate so that other processes disturb both alike.
    /// </summary>
    /// <param name="time">How long, about; at least three calls are made.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="PlanException">The backend cannot compile the network.</exception>
    public RhsTiming Measure(TimeSpan time, CancellationToken cancellation)
    {
        var config = experiment.Config.Backend;
        var options = FlowRun.Options(config);
        using var plans = new FlowPlans(experiment.System, BackendCatalog.Make(config.Kind), options);
        var plan = experiment.Modified is null ? plans.CompileVelocity() : plans.CompileModifiedVelocity();
        var data = plans.Load(plan, experiment.Data);
        var call = Call(plan, data);
        var product = Product(plans);
        WarmUp(call, time / 4, cancellation);
        WarmUp(product, time / 4, cancellation);
        var (calls, products, peak) = Sample(call, product, options.Precision, time, cancellation);
        calls.Sort();
        var flops = plan.FlopsPerSample * experiment.Data.Count;
        return new()
        {
            RhsMinMs = calls[0].TotalMilliseconds,
            RhsMedianMs = calls[calls.Count / 2].TotalMilliseconds,
            Calls = calls.Count,
            Flops = flops > 0 ? flops : null,
            FmaPeakGflopsPerCore = peak,
            Threads = options.Threads,
            Precision = options.Precision.ToString().ToLowerInvariant(),
            JvpMinMs = products.TotalMilliseconds,
            Bytes = plan.Bytes,
            Memory = plan.MemoryFor(experiment.Data.Count),
            Backend = config.Kind,
            InstructionSet = InstructionSet.Best.Name,
            Samples = experiment.Data.Count,
            Parameters = experiment.InitialState.Length,
        };
    }

    private double[] Scalars => experiment.Modified is { } modified
        ? [experiment.Lambda, modified.Correction]
        : [experiment.Lambda];

    private Action Call(Plan plan, PlanData data)
    {
        var samples = SampleSelection.Range(0, data.Count);
        var state = experiment.InitialState;
        double[] scalars = Scalars;
        var velocity = new double[plan.Source.ReducedLength];
        return () => plan.Execute(data, samples, state, scalars, velocity, []);
    }

    /// <summary>A product with a direction, at a state that has been evaluated.</summary>
    private Action Product(FlowPlans plans)
    {
        var plan = plans.CompileJacobianVectorProducts(isModified: experiment.Modified is not null);
        var data = plans.Load(plan, experiment.Data);
        var direction = experiment.InitialState;
        var product = new double[plan.Source.ReducedLength];
        double[] state = [.. experiment.InitialState, .. direction];
        plan.Execute(data, SampleSelection.Range(0, data.Count), state, Scalars, product, []);
        return () => plan.ExecuteLate(direction, product);
    }

    /// <summary>Long enough for the runtime to put optimised code in place.</summary>
    private void WarmUp(Action call, TimeSpan time, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        for (var i = 0; i < MostCalls && (i < 1 || clock.GetElapsedTime(start) < time); i++)
        {
            cancellation.ThrowIfCancellationRequested();
            call();
        }
    }

    private (List<TimeSpan> Calls, TimeSpan Product, double Peak) Sample(
        Action call, Action product, Precision precision, TimeSpan time, CancellationToken cancellation)
    {
        var calls = new List<TimeSpan>();
        var (leastProduct, peak) = (TimeSpan.MaxValue, 0.0);
        var start = clock.GetTimestamp();
        while (calls.Count < FewestCalls || (calls.Count < MostCalls && clock.GetElapsedTime(start) < time))
        {
            cancellation.ThrowIfCancellationRequested();
            peak = Math.Max(peak, PeakSpeed.Measure(InstructionSet.Best, precision, clock, BurstsPerRound));
            var round = clock.GetTimestamp();
            do
            {
                calls.Add(Time(call));
            }
            while (calls.Count < MostCalls && clock.GetElapsedTime(round) < RoundTime);

            round = clock.GetTimestamp();
            do
            {
                var elapsed = Time(product);
                leastProduct = elapsed < leastProduct ? elapsed : leastProduct;
            }
            while (clock.GetElapsedTime(round) < RoundTime);
        }

        return (calls, leastProduct, peak);
    }

    private TimeSpan Time(Action call)
    {
        var before = clock.GetTimestamp();
        call();
        return clock.GetElapsedTime(before);
    }
}
