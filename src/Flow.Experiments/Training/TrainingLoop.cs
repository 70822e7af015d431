using System.Globalization;
using Flow.Experiments.Resuming;
using Flow.Experiments.Training.Schedules;
using Flow.Experiments.Training.Updates;
using Flow.Integrators.Constraints;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training;

/// <summary>
/// The only loop of discrete training: velocity, update, retraction, in this order, until the last step; it knows no
/// networks. After the first step it allocates nothing.
/// </summary>
/// <param name="space">The space of the state.</param>
/// <param name="source">Gives the velocity of each step.</param>
/// <param name="rule">Moves the state.</param>
/// <param name="schedule">Gives the learning rate of each step.</param>
/// <param name="manifold">The constraint that a step ends on; may be null.</param>
/// <param name="momentum">mu, by which the clock t = sum of eta/(1 - mu) runs faster.</param>
public sealed class TrainingLoop(
    IVectorSpace space,
    IVelocitySource source,
    UpdateRule rule,
    LearningRateSchedule schedule,
    IConstraintManifold? manifold,
    double momentum)
{
    private readonly Vector _velocity = space.Allocate();
    private readonly Vector[] _change = [space.Allocate()];
    private readonly double[] _square = new double[1];
    private Vector _state = space.Allocate();
    private Vector _other = space.Allocate();

    /// <summary>Called after each step with the number of steps taken and the time.</summary>
    public Action<long, double>? Stepped { get; init; }

    /// <summary>Says whether the moment after a step is to be kept, from which training can go on.</summary>
    internal Func<long, bool>? IsDue { get; init; }

    /// <summary>Keeps a moment: the point and the memory of rule and source. Also called where training ends, but not
    /// where a step has failed.</summary>
    internal Action<TrainingPoint, byte[]>? Keep { get; init; }

    /// <summary>Trains.</summary>
    /// <param name="initial">The state before the first step.</param>
    /// <param name="recorded">The steps to record, ascending; the last one ends the run.</param>
    /// <param name="record">Called at the steps to record, and at the last state of a run that ends early.</param>
    /// <param name="cancellation">Cancels the run.</param>
    public TrainingOutcome Run(
        ReadOnlySpan<double> initial,
        IReadOnlyList<long> recorded,
        Action<TrainingPoint> record,
        CancellationToken cancellation)
    {
        space.Write(initial, _state);
        return Run(
            new TrainingPoint(0, 0, _state, double.NaN, double.NaN, double.NaN, manifold?.Defect(_state) ?? 0),
            recorded,
            record,
            cancellation);
    }

    /// <summary>Goes on with training that was interrupted.</summary>
    /// <param name="memory">The moment that was kept.</param>
    /// <param name="recorded">The steps to record.</param>
    /// <param name="record">Called at the steps to record from that moment on, its own step included.</param>
    /// <param name="cancellation">Cancels the run.</param>
    internal TrainingOutcome Resume(
        TrainingMemory memory,
        IReadOnlyList<long> recorded,
        Action<TrainingPoint> record,
        CancellationToken cancellation)
    {
        space.Write(memory.State, _state);
        using var reader = new BinaryReader(new MemoryStream(memory.Rest));
        rule.Load(reader);
        source.Load(reader);
        return Run(
            new TrainingPoint(
                memory.Step, memory.Time, _state, memory.LearningRate, memory.BatchLoss, memory.UpdateNorm,
                memory.NormDefect),
            [.. recorded.SkipWhile(step => step < memory.Step)],
            record,
            cancellation);
    }

    private TrainingOutcome Run(
        TrainingPoint point,
        IReadOnlyList<long> recorded,
        Action<TrainingPoint> record,
        CancellationToken cancellation)
    {
        var next = 0;
        while (true)
        {
            if (recorded[next] == point.Step)
            {
                record(point);
                next++;
            }

            if (next == recorded.Count)
            {
                KeepMoment(point);
                return new(TrainingStatus.EndReached, TrainingStatus.EndReached.Meaning, point);
            }

            var failure = cancellation.IsCancellationRequested ? TrainingStatus.Cancelled : null;
            if (failure is not null || IsDue?.Invoke(point.Step) == true)
            {
                KeepMoment(point);
            }

            var reason = string.Empty;
            failure ??= TryStep(ref point, recorded[next], out reason);
            if (failure is not null)
            {
                return Stop(failure, reason, point, next == 0 || recorded[next - 1] != point.Step ? record : null);
            }

            Stepped?.Invoke(point.Step, point.Time);
        }
    }

    /// <summary>One step; a step that fails leaves the state as it was.</summary>
    private TrainingStatus? TryStep(ref TrainingPoint point, long measured, out string reason)
    {
        reason = string.Empty;
        double loss;
        try
        {
            loss = source.Evaluate(_state, _velocity);
        }
        catch (VectorFieldException singular)
        {
            reason = singular.Message;
            return TrainingStatus.Singular;
        }

        var rate = schedule.Rate(point.Step);
        rule.Apply(_state, _velocity, rate, point.Step, _other);
        var defect = manifold?.Retract(_other) ?? 0;
        // A velocity that is not finite leaves a state that is not.
        var isFinite = double.IsFinite(loss) && double.IsFinite(defect) && space.FirstNonFinite(_other) < 0;
        if (!isFinite)
        {
            return TrainingStatus.Diverged;
        }

        (_state, _other) = (_other, _state);
        var step = point.Step + 1;
        var change = step == measured ? NormOfChange() : double.NaN;
        point = new(step, point.Time + (rate / (1 - momentum)), _state, rate, loss, change, defect);
        return null;
    }

    private void KeepMoment(TrainingPoint point)
    {
        if (Keep is null)
        {
            return;
        }

        var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        rule.Save(writer);
        source.Save(writer);
        // Another run may record this step; where a run has just begun to go on the norm is known.
        var isMissing = double.IsNaN(point.UpdateNorm) && point.Step > 0;
        Keep(isMissing ? point with { UpdateNorm = NormOfChange() } : point, memory.ToArray());
    }

    private double NormOfChange()
    {
        space.LinearCombination(_change[0], 1, _state, -1, [1.0], [_other]);
        space.InnerProducts(_change, _change, _square);
        return Math.Sqrt(_square[0]);
    }

    private static TrainingOutcome Stop(
        TrainingStatus status, string reason, TrainingPoint point, Action<TrainingPoint>? record)
    {
        record?.Invoke(point);
        var what = reason.Length > 0 ? reason : $"{status.Meaning}. {status.Advice}";
        return new(status, string.Create(CultureInfo.InvariantCulture, $"step {point.Step + 1}: {what}"), point);
    }
}
