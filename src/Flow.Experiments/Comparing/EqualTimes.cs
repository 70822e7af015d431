using System.Globalization;
using Flow.Experiments.Configuration;

namespace Flow.Experiments.Comparing;

/// <summary>
/// The steps at which a training run is compared with the flow: for each recorded time of the flow the last step s with
/// t = eta s/(1 - mu) not beyond it.
/// </summary>
public sealed class EqualTimes
{
    private readonly double _timePerStep;
    private readonly double _end;

    private EqualTimes(double rate, double timePerStep, double end, long[] steps) =>
        (LearningRate, _timePerStep, _end, Steps) = (rate, timePerStep, end, steps);

    /// <summary>eta.</summary>
    public double LearningRate { get; }

    /// <summary>The steps, ascending, 0 first.</summary>
    public IReadOnlyList<long> Steps { get; }

    /// <summary>The time of each step.</summary>
    public IEnumerable<double> Times => Steps.Select(TimeOf);

    /// <summary>The time of a step, eta s/(1 - mu), not beyond the end of the flow by a rounding error.</summary>
    /// <param name="step">s.</param>
    public double TimeOf(long step) => Math.Min(_end, step * _timePerStep);

    /// <summary>The steps for each learning rate of the section `compare`.</summary>
    /// <param name="document">The experiment.</param>
    /// <exception cref="ConfigurationException">
    /// The schedule is not constant, the algorithm has an anchor, or a rate is so large that no step fits.
    /// </exception>
    public static IReadOnlyList<EqualTimes> For(ConfigDocument document)
    {
        var (train, flow) = (document.Config.Train, document.Config.Flow);
        if (train.Schedule.Kind != ScheduleKind.Constant)
        {
            throw document.Positions.Error(
                "train.schedule.kind", "a comparison over learning rates needs a constant schedule",
                "write schedule: {kind: constant}");
        }

        if (train.Algorithm == TrainConfig.HalpernAlgorithm)
        {
            throw document.Positions.Error(
                "train.algorithm", "the anchor of halpern pulls its steps away from the flow, at any learning rate",
                "write algorithm: gd, sgd or projected");
        }

        return [.. document.Config.Compare.LearningRates.Select((rate, i) =>
            Make(rate, rate / (1 - train.Momentum), flow) ?? throw document.Positions.Error(
                $"compare.learningRates.{i}",
                string.Create(
                    CultureInfo.InvariantCulture, $"learning rate {rate} takes no step before flow.tEnd {flow.TEnd}"),
                "write a smaller rate or raise flow.tEnd"))];
    }

    private static EqualTimes? Make(double rate, double timePerStep, FlowConfig flow)
    {
        // The small number keeps 10 steps of 0.1 within a time of 1.
        const double rounding = 1e-9;
        var times = flow.Samples.TimesFor(flow.TEnd).Append(0).Append(flow.TEnd);
        long[] steps = [.. times.Select(t => (long)((t / timePerStep) + rounding)).Distinct().Order()];
        return steps.Length > 1 ? new(rate, timePerStep, flow.TEnd, steps) : null;
    }
}
