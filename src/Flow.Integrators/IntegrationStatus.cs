namespace Flow.Integrators;

/// <summary>The ways a run can end, each with an advice; values, not exceptions.</summary>
public sealed class IntegrationStatus
{
    private IntegrationStatus(string name, bool isSuccess, string meaning, string advice) =>
        (Name, IsSuccess, Meaning, Advice) = (name, isSuccess, meaning, advice);

    /// <summary>The solution was followed to tEnd.</summary>
    public static IntegrationStatus EndReached { get; } = new(
        "end-reached", true, "the end of the interval was reached", "Nothing to do.");

    /// <summary>The user's stop condition held at an accepted state.</summary>
    public static IntegrationStatus Stopped { get; } = new(
        "stopped", true, "the stop condition held", "Nothing to do; drop the stop condition to go on.");

    /// <summary>maxSteps trial steps were made.</summary>
    public static IntegrationStatus StepLimit { get; } = new(
        "step-limit", false, "the limit of steps was reached",
        "Raise maxSteps or loosen rtol; an explicit solver needs many short steps where a flow is stiff.");

    /// <summary>Too many trial steps in a row were rejected.</summary>
    public static IntegrationStatus TooManyRejections { get; } = new(
        "too-many-rejections", false, "too many steps in a row were rejected",
        "The vector field may jump at this point: use smooth activations and a smooth loss, or loosen rtol and atol.");

    /// <summary>The step size fell to the rounding error of t.</summary>
    public static IntegrationStatus StepUnderflow { get; } = new(
        "step-underflow", false, "the step size fell to the rounding error of the time",
        "The solution may blow up or the vector field may jump here; look at the worst component, end the run earlier, "
        + "or use smooth activations and a smooth loss.");

    /// <summary>The vector field gave NaN or infinity.</summary>
    public static IntegrationStatus NonFiniteRightHandSide { get; } = new(
        "non-finite", false, "the vector field, the state or the loss is NaN or infinite",
        "Look at the named component; with a fixed step take a smaller step or an adaptive solver, otherwise end the "
        + "run earlier.");

    /// <summary>maxSeconds went by.</summary>
    public static IntegrationStatus WallClockLimit { get; } = new(
        "wall-clock-limit", false, "the limit of wall-clock time was reached",
        "Raise maxSeconds, or resume the run.");

    /// <summary>The caller cancelled the run.</summary>
    public static IntegrationStatus Cancelled { get; } = new(
        "cancelled", false, "the run was cancelled", "Resume the run to go on.");

    /// <summary>The vector field reported a singular formula.</summary>
    public static IntegrationStatus SingularField { get; } = new(
        "singular-field", false, "a formula of the vector field became singular", "See the named formula.");

    /// <summary>The equations of an implicit step could not be solved, however short the step.</summary>
    public static IntegrationStatus NonlinearFailure { get; } = new(
        "nonlinear-failure", false, "the equations of an implicit step could not be solved",
        "The vector field may jump here, or its derivative may be wrong: use smooth activations and a smooth loss, or "
        + "an explicit solver.");

    /// <summary>A step meets too many kinks, however short it is.</summary>
    public static IntegrationStatus EndlessEvents { get; } = new(
        "endless-events", false, "a step met kinks without end",
        "The flow is hardly unique here; see whether the other solver for kinks, pab or filippov, gets past.");

    /// <summary>Results could not be written any more; given by whoever writes them, never by the integrator.</summary>
    public static IntegrationStatus OutputFailed { get; } = new(
        "output-failed", false, "the results could not be written", "Free space or choose another output directory.");

    /// <summary>Every way a run can end.</summary>
    public static IReadOnlyList<IntegrationStatus> All { get; } =
    [
        EndReached, Stopped, StepLimit, TooManyRejections, StepUnderflow, NonFiniteRightHandSide, WallClockLimit,
        Cancelled, SingularField, NonlinearFailure, EndlessEvents, OutputFailed,
    ];

    /// <summary>The name in summaries, such as step-underflow.</summary>
    public string Name { get; }

    /// <summary>Whether the run ended as asked for.</summary>
    public bool IsSuccess { get; }

    /// <summary>What happened, a clause without full stop.</summary>
    public string Meaning { get; }

    /// <summary>What the user can do, one sentence.</summary>
    public string Advice { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
