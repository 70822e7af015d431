using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stiff;

namespace Flow.Integrators.Tests.Stiff;

/// <summary>Steps of one BDF from an exact history: the stepper without its control.</summary>
internal static class FixedOrderBdf
{
    /// <summary>The largest error of the states, or of interpolated states where <paramref name="dense"/> is set.
    /// </summary>
    /// <param name="problem">The problem.</param>
    /// <param name="solution">Its solution, before t0 too.</param>
    /// <param name="order">k.</param>
    /// <param name="times">The ends of the steps, the first k + 1 being those of the history.</param>
    /// <param name="dense">Whether to look inside the steps.</param>
    public static double Error(
        OdeProblem problem, Func<double, double[]> solution, int order, double[] times, bool dense)
    {
        var stepper = new Bdf(problem, new Tolerances(1e-6, 1e-6), NewtonSettings.Exact);
        var now = times[order];
        problem.Space.Write(solution(now), problem.InitialState);
        stepper.Start(now);
        stepper.LoadMemory(Memory(stepper.MemoryLength, solution, order, times));
        var (error, between) = (0.0, (ArrayVector)problem.Space.Allocate());
        for (var n = order; n + 1 < times.Length; n++)
        {
            var (time, next) = (times[n], times[n + 1]);
            Assert.Equal(Stepping.TrialVerdict.Completed, stepper.Step(time, next).Verdict);
            stepper.Complete(needsInterpolant: true);
            foreach (var theta in dense ? (double[])[0.25, 0.6, 0.9] : [])
            {
                stepper.Interpolant.Interpolate(theta, between);
                error = Math.Max(error, Distance(between, solution(time + (theta * (next - time)))));
            }

            stepper.Accept();
            error = dense ? error : Math.Max(error, Distance((ArrayVector)stepper.State, solution(next)));
        }

        return error;
    }

    private static double[] Memory(int length, Func<double, double[]> solution, int order, double[] times)
    {
        var memory = new double[length];
        memory[0] = order;
        memory[BdfOrderControl.MemoryLength] = order + 1;
        var points = memory.AsSpan(BdfOrderControl.MemoryLength + 1);
        for (var j = 0; j <= order; j++)
        {
            points[j] = times[order - j];
        }

        var states = points[(BdfOrderControl.LargestOrder + 1)..];
        for (var j = 1; j <= order; j++)
        {
            var state = solution(times[order - j]);
            state.CopyTo(states);
            states = states[state.Length..];
        }

        return memory;
    }

    private static double Distance(ArrayVector state, double[] exact) =>
        state.Values.Zip(exact, (a, b) => Math.Abs(a - b)).Max();
}
