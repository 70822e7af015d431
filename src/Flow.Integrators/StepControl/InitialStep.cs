using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.StepControl;

/// <summary>The size of the first step from the sizes of y, F and an estimate of y'' by one Euler probe (E. Hairer,
/// S. P. Norsett, G. Wanner, Solving Ordinary Differential Equations I, 1993, II.4); the probe stays inside the
/// interval. </summary>
internal static class InitialStep
{
    private const double Fraction = 0.01;
    private const double SmallSize = 1e-5;
    private const double SmallStep = 1e-6;
    private const double NegligibleSlope = 1e-15;
    private const double LargestGrowth = 100;

    /// <summary>The first step of a run: on the grid for fixed steps, else as given, else by the probe.</summary>
    /// <param name="problem">The problem, tEnd after t0; its field is evaluated at most once.</param>
    /// <param name="stepper">The stepper, started at t0.</param>
    /// <param name="controller">The step controller.</param>
    /// <param name="tolerances">The weights of the norms.</param>
    /// <param name="settings">The step, if given, and the longest step.</param>
    /// <returns>The size, and whether another tEnd could give another one.</returns>
    public static (double Size, bool DependsOnEnd) Choose(
        OdeProblem problem,
        IStepper stepper,
        IStepController controller,
        Tolerances tolerances,
        IntegrationSettings settings)
    {
        if (!controller.IsAdaptive)
        {
            return (controller.NextStep(problem.InitialTime, 0, default, accepted: true), false);
        }

        var length = problem.EndTime - problem.InitialTime;
        var limit = Math.Min(length, settings.MaxStep);
        var wasLimited = false;
        var size = settings.Step is { } step ? Math.Min(step, limit)
            : stepper is ISelfControlledStepper own ? own.FirstStep(limit)
            : Probe(problem, stepper, tolerances, limit, out wasLimited);
        return (size, length <= settings.MaxStep && (wasLimited || size >= limit));
    }

    /// <summary>The step by the probe alone.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="stepper">The stepper, started at t0.</param>
    /// <param name="tolerances">The weights of the norms.</param>
    /// <param name="limit">The longest step allowed.</param>
    public static double Probe(OdeProblem problem, IStepper stepper, Tolerances tolerances, double limit) =>
        Probe(problem, stepper, tolerances, limit, out _);

    private static double Probe(
        OdeProblem problem, IStepper stepper, Tolerances tolerances, double limit, out bool wasLimited)
    {
        var time = problem.InitialTime;
        var (space, state, slope) = (problem.Space, stepper.State, stepper.Derivative);
        double Size(ReadOnlySpan<double> weights, ReadOnlySpan<Vector> terms) =>
            space.WeightedNorm(1, weights, terms, state, state, tolerances).Of(tolerances.Norm);

        var (stateSize, slopeSize) = (Size([1], [state]), Size([1], [slope]));
        var guess = stateSize < SmallSize || !(slopeSize >= SmallSize) ? SmallStep : Fraction * stateSize / slopeSize;
        wasLimited = !(guess < limit);
        guess = Math.Min(guess, limit);
        // Far too steep or not finite at all: no probe is meaningful, and step control takes over.
        if (!double.IsFinite(slopeSize) || !(time + guess > time))
        {
            wasLimited |= !(guess > 0);
            return guess > 0 ? guess : limit * SmallStep;
        }

        var (probe, probeSlope) = (space.Allocate(), space.Allocate());
        space.LinearCombination(probe, 1, state, guess, [1], [slope]);
        problem.Constraint?.Retract(probe);
        try
        {
            problem.Field.Evaluate(Math.Min(time + guess, problem.EndTime), probe, probeSlope);
        }
        catch (VectorFieldException)
        {
            return guess * SmallStep;
        }

        var curvature = Size([1, -1], [probeSlope, slope]) / guess;
        if (!double.IsFinite(curvature))
        {
            return guess * SmallStep;
        }

        var largest = Math.Max(slopeSize, curvature);
        var refined = largest <= NegligibleSlope
            ? Math.Max(SmallStep, guess * 1e-3)
            : Math.Pow(Fraction / largest, 1.0 / stepper.ErrorOrder);
        return Math.Min(Math.Min(LargestGrowth * guess, refined), limit);
    }
}
