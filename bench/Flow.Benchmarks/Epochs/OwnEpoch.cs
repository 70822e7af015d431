using System.Diagnostics;
using Flow.Backends;
using Flow.Experiments.Running;
using Flow.Experiments.Training;

namespace Flow.Benchmarks.Epochs;

/// <summary>This program's training, an epoch at a time.</summary>
internal sealed class OwnEpoch : IDisposable
{
    private readonly Experiment _experiment;
    private readonly FlowPlans _plans;
    private readonly TrainingLoop _loop;
    private readonly long[] _last;

    public OwnEpoch(EpochCase network, int threads)
    {
        _experiment = network.Assemble(threads);
        var backend = _experiment.Config.Backend;
        _plans = new(_experiment.System, BackendCatalog.Make(backend.Kind), FlowRun.Options(backend));
        var setup = TrainingSetup.For(_experiment);
        _loop = setup.Loop(_plans);
        _last = [setup.Steps];
    }

    /// <summary>The shortest epoch of a block, nanoseconds.</summary>
    public double Block(double seconds)
    {
        var (best, begin) = (double.MaxValue, Stopwatch.GetTimestamp());
        do
        {
            var start = Stopwatch.GetTimestamp();
            _loop.Run(_experiment.InitialState, _last, static _ => { }, CancellationToken.None);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds);

        return best;
    }

    /// <inheritdoc />
    public void Dispose() => _plans.Dispose();
}
