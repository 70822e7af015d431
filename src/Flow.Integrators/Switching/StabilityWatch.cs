using System.Numerics;
using Flow.Integrators.Stepping;

namespace Flow.Integrators.Switching;

/// <summary>Watches whether stability holds the steps of a method back: over the last 40 accepted steps, of which more
/// than 80% have to say so.</summary>
/// <remarks>The error norm tells nothing here: at the stability limit the instability itself feeds it, up to the
/// tolerance.</remarks>
internal sealed class StabilityWatch
{
    public const int MemoryLength = 4;

    private const int Window = 40;
    private const int Enough = 33;

    // Of progress and cost: stiffness may rise within the window, and it is the present that is to be beaten.
    private const double MeanWeight = 0.1;

    // Of stabilized methods: 0.65 s^2 of the interval of stability over the safety factor of the radius.
    private const double ProgressPerStage = 0.54;
    private const double LongestBreakEven = 5;

    private ulong _limited;
    private int _rest;
    private double _meanStep;
    private double _meanCost;

    /// <summary>Whether another method is worth a trial.</summary>
    public bool AsksForSwitch => _rest == 0 && BitOperations.PopCount(_limited) >= Enough;

    /// <summary>How far the method comes in t for each evaluation.</summary>
    public double Progress => _meanStep / _meanCost;

    /// <summary>The mean size of a step.</summary>
    public double Step => _meanStep;

    /// <summary>The evaluations that so many steps cost.</summary>
    public double CostOf(int steps) => steps * _meanCost;

    /// <summary>Forgets the window and waits for so many steps before it is looked at again.</summary>
    public void Rest(int steps) => (_limited, _rest) = (0, steps);

    /// <summary>Takes an accepted step.</summary>
    /// <param name="stiffness">What the method says of it.</param>
    /// <param name="step">h.</param>
    /// <param name="cost">The evaluations since the last accepted step.</param>
    public void Observe(StiffnessEstimate? stiffness, double step, long cost)
    {
        var isLimited = stiffness is { IsLimitedByStability: true };
        _limited = ((_limited << 1) | (isLimited ? 1UL : 0)) & ((1UL << Window) - 1);
        _rest = Math.Max(0, _rest - 1);
        var weight = _meanCost > 0 ? MeanWeight : 1;
        _meanStep += weight * (step - _meanStep);
        _meanCost += weight * (cost - _meanCost);
    }

    /// <summary>Whether a stabilized method would break even at steps not too much longer than the present ones.
    /// </summary>
    /// <param name="stiffness">What the method says of the last step.</param>
    /// <param name="step">Its size.</param>
    public bool Favours(StiffnessEstimate? stiffness, double step)
    {
        if (stiffness is not { } known)
        {
            return true;
        }

        // NaN where no Ritz pair is resolved; what is left of the stiffness is known in any case.
        var left = known.StepTimesRate / step;
        var rate = known.LargestRate > left ? known.LargestRate : left;
        var stages = Math.Max(1, rate * Progress / ProgressPerStage);
        return stages * Progress <= LongestBreakEven * Step;
    }

    // 40 bits fit the 53 of a double.
    public void Save(Span<double> memory) =>
        (memory[0], memory[1], memory[2], memory[3]) = (_limited, _rest, _meanStep, _meanCost);

    public void Load(ReadOnlySpan<double> memory) =>
        (_limited, _rest, _meanStep, _meanCost) = ((ulong)memory[0], (int)memory[1], memory[2], memory[3]);
}
