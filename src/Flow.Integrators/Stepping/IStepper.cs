using Flow.Integrators.DenseOutput;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.Integrators.Switching;

namespace Flow.Integrators.Stepping;

/// <summary>One step of a method at a time, from an accepted state to a trial state; knows nothing of step control,
/// samples or limits.</summary>
/// <remarks>Order of calls: <see cref="Start"/>, then for each step <see cref="Step"/> (again with another end after a
/// rejection), <see cref="Complete"/>, any reading of <see cref="Interpolant"/>, <see cref="Accept"/>. Steps allocate
/// nothing. The field is never evaluated outside [t, tNew].</remarks>
public interface IStepper
{
    /// <summary>The order p of the method.</summary>
    int Order { get; }

    /// <summary>The k for which the error norm shrinks as h^k; 0 for a method without estimate.</summary>
    int ErrorOrder { get; }

    /// <summary>The accepted state at the start of the step.</summary>
    Vector State { get; }

    /// <summary>F at <see cref="State"/>.</summary>
    Vector Derivative { get; }

    /// <summary>The end point of the last step, on the manifold.</summary>
    Vector Trial { get; }

    /// <summary>F at <see cref="Trial"/> where <see cref="Step"/> has evaluated it, else null.</summary>
    Vector? TrialDerivative => null;

    /// <summary>The solution inside the last step; valid between <see cref="Complete"/> and <see cref="Accept"/>.
    /// </summary>
    IInterpolant Interpolant { get; }

    /// <summary>What the method knows of the stiffness at the last accepted state, null where it tracks none.</summary>
    StiffnessEstimate? Stiffness => null;

    /// <summary>On which side of their kinks the pairs are at the last accepted state, null for a method that does not
    /// look.</summary>
    KinkPattern? Pattern => null;

    /// <summary>The methods that took over during the run, for a stepper that switches between several.</summary>
    IReadOnlyList<SolverSwitch> Switches => [];

    /// <summary>Number of values besides the state that a resumed run needs of the method to go on bit by bit; what a
    /// method saves as its own controller does not count again.</summary>
    int HistoryLength => 0;

    /// <summary>Takes the problem's initial state and evaluates the field there.</summary>
    /// <param name="time">The time of the initial state.</param>
    /// <exception cref="VectorFieldException">The field is singular there.</exception>
    void Start(double time);

    /// <summary>Tries one step from <see cref="State"/> and retracts its end point.</summary>
    /// <param name="time">t, the time of <see cref="State"/>.</param>
    /// <param name="newTime">The end of the step, above t.</param>
    /// <returns>The error norm and whether the trial is usable.</returns>
    /// <exception cref="VectorFieldException">The field is singular at a stage; the step may be tried
    /// again.</exception>
    StepOutcome Step(double time, double newTime);

    /// <summary>Evaluates what the acceptance of the last step needs: the derivative at its end, and the extra stages
    /// of the interpolant if it is going to be read.</summary>
    /// <param name="needsInterpolant">Whether a sample falls inside the step.</param>
    /// <exception cref="VectorFieldException">The field is singular there; the step may be tried again.</exception>
    void Complete(bool needsInterpolant);

    /// <summary>Makes the trial state the accepted one.</summary>
    void Accept();

    /// <summary>Writes what the method remembers besides the state.</summary>
    /// <param name="history"><see cref="HistoryLength"/> values.</param>
    void SaveHistory(Span<double> history)
    {
    }

    /// <summary>Restores what the method remembers, after <see cref="Start"/> at the same state.</summary>
    /// <param name="history"><see cref="HistoryLength"/> values written by <see cref="SaveHistory"/>.</param>
    void LoadHistory(ReadOnlySpan<double> history)
    {
    }
}
