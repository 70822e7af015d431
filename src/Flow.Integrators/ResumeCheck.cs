using Flow.Integrators.Problems;

namespace Flow.Integrators;

/// <summary>Refuses a resume point that cannot belong to the problem and the solver.</summary>
internal static class ResumeCheck
{
    public static void Require(ResumePoint? resume, OdeProblem problem, int memoryLength, int historyLength)
    {
        if (resume is null)
        {
            return;
        }

        Check.InRange(
            resume.Time, problem.InitialTime, problem.EndTime, "resume time", "resume a run of the same t0 and tEnd");
        Check.Finite(resume.StepSize, "resume step size", "take the resume point as a run returned it");
        if (resume.ControllerMemory.Count != memoryLength)
        {
            throw new ArgumentException(
                $"the resume point has {resume.ControllerMemory.Count} controller values where {memoryLength} belong; "
                + "resume with the solver of the interrupted run");
        }

        if (resume.StepperHistory.Count != historyLength)
        {
            throw new ArgumentException(
                $"the resume point has {resume.StepperHistory.Count} values of the method where {historyLength} belong; "
                + "resume with the solver of the interrupted run");
        }
    }
}
