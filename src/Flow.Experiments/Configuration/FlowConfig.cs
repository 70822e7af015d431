using Flow.Integrators.Nonsmooth;
using Flow.Integrators.StepControl;

namespace Flow.Experiments.Configuration;

/// <summary>The section `flow`: the integration of the continuous-time equations.</summary>
public sealed record FlowConfig
{
    /// <summary>Default of <see cref="Solver"/>.</summary>
    public const string DefaultSolver = "auto";

    /// <summary>Default of <see cref="Rtol"/>.</summary>
    public const double DefaultRtol = 1e-6;

    /// <summary>Default of <see cref="Atol"/>.</summary>
    public const double DefaultAtol = 1e-9;

    /// <summary>Default of <see cref="TEnd"/>.</summary>
    public const double DefaultTEnd = 100.0;

    /// <summary>Default of <see cref="MaxStep"/>.</summary>
    public const double DefaultMaxStep = double.PositiveInfinity;

    /// <summary>Default of <see cref="MaxSteps"/>.</summary>
    public const long DefaultMaxSteps = 1_000_000_000;

    /// <summary>Default of <see cref="MaxSeconds"/>.</summary>
    public const double DefaultMaxSeconds = double.PositiveInfinity;

    /// <summary>Default of <see cref="CheckpointSeconds"/>.</summary>
    public const double DefaultCheckpointSeconds = 60.0;

    /// <summary>A name of the solver catalog.</summary>
    public string Solver { get; init; } = DefaultSolver;

    /// <summary>Relative tolerance, in [1e-14, 1].</summary>
    public double Rtol { get; init; } = DefaultRtol;

    /// <summary>Absolute tolerance, &gt; 0.</summary>
    public double Atol { get; init; } = DefaultAtol;

    /// <summary>The time at which the flow ends, &gt; 0.</summary>
    public double TEnd { get; init; } = DefaultTEnd;

    /// <summary>The times that are recorded.</summary>
    public FlowSamples Samples { get; init; } = new();

    /// <summary>Step size of fixed-step methods; null means none is given.</summary>
    public double? Step { get; init; }

    /// <summary>What drives the steps of adaptive one-step methods; null takes the default.</summary>
    public StepControllerKind? Controller { get; init; }

    /// <summary>The order of solver pab, 2 or 3; null takes its default.</summary>
    public int? Order { get; init; }

    /// <summary>Where solver pab evaluates the field; null takes its default.</summary>
    public PredictorMode? Mode { get; init; }

    /// <summary>Largest step size.</summary>
    public double MaxStep { get; init; } = DefaultMaxStep;

    /// <summary>Largest number of steps.</summary>
    public long MaxSteps { get; init; } = DefaultMaxSteps;

    /// <summary>Largest running time, seconds.</summary>
    public double MaxSeconds { get; init; } = DefaultMaxSeconds;

    /// <summary>Time between checkpoints, seconds; 0 writes one after each step.</summary>
    public double CheckpointSeconds { get; init; } = DefaultCheckpointSeconds;

    /// <summary>Whether companion runs estimate the error of the trajectory.</summary>
    public bool Certify { get; init; }

    /// <summary>When to stop before the end; null means never.</summary>
    public StopConfig? Stop { get; init; }
}
