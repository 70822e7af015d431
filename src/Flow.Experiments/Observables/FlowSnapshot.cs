using Flow.Experiments.Data;
using Flow.Integrators.Nonsmooth;

namespace Flow.Experiments.Observables;

/// <summary>What is known of a flow at one time; observables are functions of it.</summary>
public sealed class FlowSnapshot
{
    /// <summary>t, or t = eta times the step of a discrete run.</summary>
    public double Time { get; set; }

    /// <summary>rho, the product of the layers' norms or the scale.</summary>
    public double Rho { get; set; }

    /// <summary>The mean loss.</summary>
    public double Loss { get; set; }

    /// <summary>The mean loss plus weight decay.</summary>
    public double Objective { get; set; }

    /// <summary>The equilibrium of rho' = 0 for the present directions, NaN where it has no closed form.</summary>
    public double RhoEquilibrium { get; set; }

    /// <summary>dE/dt.</summary>
    public double EnergyRate { get; set; }

    /// <summary>rho as published for networks with batch norm, NaN without.</summary>
    public double PublishedRho { get; set; } = double.NaN;

    /// <summary>||F||, the norm of the right-hand side.</summary>
    public double VelocityNorm { get; set; }

    /// <summary>The norm defect of the last step before its retraction.</summary>
    public double NormDefect { get; set; }

    /// <summary>How many kinks were crossed so far, NaN where they are not counted.</summary>
    public double KinkCrossings { get; set; } = double.NaN;

    /// <summary>How many pairs of a sample and a unit slide along their kink, NaN where the solver does not
    /// know.</summary>
    public double SlidingPairs { get; set; } = double.NaN;

    /// <summary>Discrete training: eta of the last step.</summary>
    public double LearningRate { get; set; } = double.NaN;

    /// <summary>Discrete training: the mean loss of the last step's samples before that step.</summary>
    public double BatchLoss { get; set; } = double.NaN;

    /// <summary>Discrete training: the norm of the last change of the state.</summary>
    public double UpdateNorm { get; set; } = double.NaN;

    /// <summary>The sharpness that the solver tracks, NaN where it has none.</summary>
    public double Sharpness { get; set; } = double.NaN;

    /// <summary>How many directions the solver integrates exponentially, NaN where it has no such thing.</summary>
    public double DeflatedDirections { get; set; } = double.NaN;

    /// <summary>h times the stiffness that is left to the solver, NaN where it does not know it.</summary>
    public double StepTimesRate { get; set; } = double.NaN;

    /// <summary>The norm of each weight layer: ||V_k||, ||W_k|| or |g_k|.</summary>
    public required double[] LayerNorms { get; init; }

    /// <summary>The smallest norm of a row (unit, channel) of each weight layer.</summary>
    public double[] SmallestUnitNorms { get; init; } = [];

    /// <summary>The largest norm of a row of each weight layer.</summary>
    public double[] LargestUnitNorms { get; init; } = [];

    /// <summary>nu_k for each constrained layer.</summary>
    public required double[] Multipliers { get; init; }

    /// <summary>The training data.</summary>
    public required Dataset Data { get; init; }

    /// <summary>The raw outputs u, samples x outputs.</summary>
    public required double[] Outputs { get; init; }

    /// <summary>f, samples x outputs: u before the factor rho where there is one, else u/rho.</summary>
    public required double[] Normalized { get; init; }

    /// <summary>The outputs on the test data up to the factor rho; empty where there are none.</summary>
    public required double[] TestOutputs { get; init; }

    /// <summary>The mean loss on the test data, NaN where there are none.</summary>
    public double TestLoss { get; set; } = double.NaN;

    /// <summary>Takes the counts of a solver that integrates through kinks.</summary>
    /// <param name="counts">The counts.</param>
    public void TakeKinks(KinkStatistics counts) =>
        (KinkCrossings, SlidingPairs) = (counts.Crossings, counts.SlidingPairs);
}
