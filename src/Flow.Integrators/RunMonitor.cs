using Flow.Integrators.Problems;
using Flow.Integrators.StepControl;
using Flow.Integrators.Stepping;

namespace Flow.Integrators;

/// <summary>Counts the steps of a run, watches its limits and reports its progress.</summary>
internal sealed class RunMonitor(
    OdeProblem problem,
    IntegrationSettings settings,
    CountedField evaluations,
    CountedLinearization? products,
    IntegrationStatistics counts)
{
    private readonly RunClock _clock = new(settings);
    private IntegrationStatistics _counts = counts;
    private int _rejectionsInRow;

    public IntegrationStatistics Statistics => _counts with
    {
        FieldEvaluations = evaluations.Count,
        JacobianProducts = products?.Count ?? 0,
        Factorizations = problem.Work.Factorizations,
        LinearIterations = problem.Work.LinearIterations,
        Kinks = problem.KinkWork.Statistics,
    };

    public TimeSpan Elapsed => _clock.Elapsed;

    /// <summary>Forgets what was counted while a resumed run got ready: the interrupted one had counted it.</summary>
    public void Restore(IntegrationStatistics statistics)
    {
        (_counts, evaluations.Count) = (statistics, statistics.FieldEvaluations);
        problem.Work.Restore(statistics);
        problem.KinkWork.Restore(statistics.Kinks);
        if (products is not null)
        {
            products.Count = statistics.JacobianProducts;
        }
    }

    public void CountAccepted(double normDefect)
    {
        _rejectionsInRow = 0;
        _counts = _counts with
        {
            AcceptedSteps = _counts.AcceptedSteps + 1,
            LargestNormDefect = Math.Max(_counts.LargestNormDefect, normDefect),
        };
    }

    public void CountRejected()
    {
        _rejectionsInRow++;
        _counts = _counts with { RejectedSteps = _counts.RejectedSteps + 1 };
    }

    /// <summary>Counts trials that a method rejected and repeated by itself.</summary>
    public void CountRepeated(long trials) => _counts = _counts with { RejectedSteps = _counts.RejectedSteps + trials };

    /// <summary>The limit that forbids another trial step, or null.</summary>
    /// <param name="time">t of the last accepted state.</param>
    /// <param name="proposal">The step size proposed next; infinite where it is not chosen by error control.</param>
    /// <param name="verdict">What became of the last trial step.</param>
    public IntegrationStatus? Limit(double time, double proposal, TrialVerdict verdict)
    {
        if (_counts.TrialSteps >= settings.MaxSteps)
        {
            return IntegrationStatus.StepLimit;
        }

        if (_rejectionsInRow >= settings.MaxConsecutiveRejections)
        {
            return Cause(verdict, IntegrationStatus.TooManyRejections);
        }

        // A short rest of the interval is no underflow.
        if (proposal < Math.Min(StepEnd.Smallest(time), problem.EndTime - time))
        {
            return Cause(verdict, IntegrationStatus.StepUnderflow);
        }

        return _clock.IsExpired ? IntegrationStatus.WallClockLimit : null;
    }

    /// <summary>The status that names why trial steps fail: what made the last one unusable, or otherwise the given
    /// one. </summary>
    public static IntegrationStatus Cause(TrialVerdict verdict, IntegrationStatus otherwise) => verdict switch
    {
        TrialVerdict.NonFinite => IntegrationStatus.NonFiniteRightHandSide,
        TrialVerdict.Singular => IntegrationStatus.SingularField,
        TrialVerdict.Unsolved => IntegrationStatus.NonlinearFailure,
        TrialVerdict.Crowded => IntegrationStatus.EndlessEvents,
        _ => otherwise,
    };

    /// <summary>Reports the progress where it is due, or in any case at the end.</summary>
    public void Report(double time, double proposal, bool isEnd)
    {
        if (settings.Progress is null || !(isEnd || _clock.IsReportDue()))
        {
            return;
        }

        var length = problem.EndTime - problem.InitialTime;
        var fraction = length > 0 ? (time - problem.InitialTime) / length : 1;
        settings.Progress.Report(new IntegrationProgress(time, proposal, fraction, Statistics, Elapsed));
    }
}
