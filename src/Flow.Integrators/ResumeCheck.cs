using Flow.Integrators.Problems;

namespace Flow.Integrators;

/// <summary>Refuses a resume point that cannot belong to the problem and the solver.</summary>
internal static class ResumeCheck
{
    private const string Remedy = "resume with the problem and the solver of the interrupted run";

    /// <summary>The problem with the state to start from.</summary>
    public static OdeProblem Start(OdeProblem problem, ResumePoint? resume)
    {
        if (resume is null)
        {
            return problem;
        }

        Length(resume.State.Count, problem.Space.Layout.Length, "entries of the state");
        var state = problem.Space.Allocate();
        problem.Space.Write([.. resume.State], state);
        return problem with { InitialState = state };
    }

    public static void Require(
        ResumePoint? resume, OdeProblem problem, int memoryLength, int historyLength, int eventCount)
    {
        if (resume is null)
        {
            return;
        }

        Check.InRange(
            resume.Time, problem.InitialTime, problem.EndTime, "resume time", "resume a run of the same t0, not "
            + "beyond tEnd");
        Check.Finite(resume.StepSize, "resume step size", "take the resume point as a run returned it");
        Length(resume.ControllerMemory.Count, memoryLength, "controller values");
        Length(resume.StepperHistory.Count, historyLength, "values of the method");
        if (resume.EventCounts.Count > 0)
        {
            Length(resume.EventCounts.Count, eventCount, "counts of events");
        }
    }

    private static void Length(int count, int expected, string what)
    {
        if (count != expected)
        {
            throw new ArgumentException($"the resume point has {count} {what} where {expected} belong; {Remedy}");
        }
    }
}
