using System.Diagnostics;
using Flow.Backends.Cpu;
using Flow.Backends.Plans;
using Flow.Experiments.Randomness;
using Flow.Experiments.Running;
using Flow.Symbolic.Expressions;

namespace Flow.Benchmarks.Peers;

/// <summary>This program's whole right-hand side of a flow, ready to be called.</summary>
internal sealed class OwnRhs : IDisposable
{
    private readonly FlowPlans _plans;
    private readonly Plan _plan;
    private readonly PlanData _data;
    private readonly double[] _state;
    private readonly double[] _velocity;
    private readonly double[] _lambda = [0.01];
    private readonly int _samples;

    public OwnRhs(RhsCase network, int threads)
    {
        var system = network.Derive();
        var random = new Xoshiro256StarStar(1);
        double[] Draw(int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5)];
        _samples = network.Samples;
        _plans = new(system, new CpuBackend(), new(network.Precision, threads));
        _plan = _plans.CompileVelocity();
        _data = _plan.Load(
            new Dictionary<Variable, double[]>
            {
                [system.Model.Input] = Draw(_samples * network.Widths[0]),
                [system.Model.Targets] = [.. Draw(_samples * network.Widths[^1]).Select(static y => y < 0 ? -1.0 : 1)],
            },
            _samples);
        _state = Draw(_plan.Source.StateLength);
        _velocity = new double[_plan.Source.ReducedLength];
    }

    /// <summary>Multiplications and additions of one call.</summary>
    public long Flops => _plan.FlopsPerSample * _samples;

    /// <summary>One evaluation.</summary>
    public void Call() => _plan.Execute(_data, SampleSelection.Range(0, _samples), _state, _lambda, _velocity, []);

    /// <summary>The shortest call of a block, nanoseconds.</summary>
    public double Block(double seconds)
    {
        var (best, begin) = (double.MaxValue, Stopwatch.GetTimestamp());
        do
        {
            var start = Stopwatch.GetTimestamp();
            Call();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);

        return best;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _data.Dispose();
        _plans.Dispose();
    }
}
