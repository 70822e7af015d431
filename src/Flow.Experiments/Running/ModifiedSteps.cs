using Flow.Backends.Reference;
using Flow.Experiments.Configuration;
using Flow.Networks.Derivation;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Running;

/// <summary>
/// What turns a flow z' = F(z) into the one that discrete steps on all samples follow to second order:
/// z' = F - kappa P (DF F) from z(0) = R(z_0 - delta F(z_0)), R the retraction; <see cref="StepExpansion"/> has the
/// formulas.
/// </summary>
/// <param name="Correction">kappa.</param>
/// <param name="Delay">delta.</param>
public sealed record ModifiedSteps(double Correction, double Delay)
{
    /// <summary>The constants of an algorithm.</summary>
    /// <param name="rate">eta.</param>
    /// <param name="momentum">mu in [0, 1).</param>
    /// <param name="nesterov">Whether momentum looks ahead.</param>
    public static ModifiedSteps Of(double rate, double momentum, bool nesterov)
    {
        var expansion = new StepExpansion(momentum > 0, nesterov);
        double Value(Expr expression)
        {
            var interpreter = new Interpreter(static _ => 1);
            interpreter.Bind(StepExpansion.Rate, [rate]);
            interpreter.Bind(StepExpansion.Momentum, [momentum]);
            return interpreter.Evaluate(expression).Values[0];
        }

        return new(Value(expansion.Correction), Value(expansion.Delay));
    }

    /// <summary>The constants of the steps that a file names; null where it names none.</summary>
    /// <param name="steps">The section `flow.modified`.</param>
    public static ModifiedSteps? Of(ModifiedConfig? steps) =>
        steps is null ? null : Of(steps.LearningRate, steps.Momentum, steps.Nesterov);

    /// <summary>Why a network has no such flow; null where it has one.</summary>
    /// <param name="model">The network.</param>
    public static string? Objection(NetworkModel model) => model.HasKinks || model.Loss.HasKinks
        ? "F has no derivative where an activation or the loss has a kink"
        : null;

    /// <summary>Refuses an experiment whose modified flow does not exist.</summary>
    /// <param name="document">The experiment.</param>
    /// <param name="model">Its network.</param>
    /// <exception cref="ConfigurationException">It has none.</exception>
    public static void Require(ConfigDocument document, NetworkModel model)
    {
        if (document.Config.Flow.Modified is not null && Objection(model) is { } objection)
        {
            throw document.Positions.Error(
                "flow.modified", $"there is no modified flow: {objection}", "take smooth ones, or leave it out");
        }
    }
}
