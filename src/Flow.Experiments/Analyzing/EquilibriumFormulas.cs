using Flow.Experiments.Analyzing.Spectra;
using Flow.Experiments.Observables;
using Flow.Experiments.Running;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Analyzing;

/// <summary>Compares a state with what holds at an equilibrium.</summary>
internal static class EquilibriumFormulas
{
    /// <summary>The comparison.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="snapshot">The flow at the state.</param>
    /// <param name="state">The state.</param>
    public static EquilibriumReport Compare(Experiment experiment, FlowSnapshot snapshot, double[] state) => new()
    {
        Rho = snapshot.Rho,
        RhoEquilibrium = double.IsNaN(snapshot.RhoEquilibrium) ? null : snapshot.RhoEquilibrium,
        Loss = snapshot.Loss,
        Objective = snapshot.Objective,
        LayerNorms = [.. snapshot.LayerNorms],
        Nu = [.. snapshot.Multipliers],
        NuExpected = [.. ExpectedMultipliers(experiment, snapshot)],
        Balance = [.. Balances(experiment, state)],
    };

    /// <summary>
    /// rho' = 0 gives -&lt;g, F&gt; = lambda R'(rho) with R the penalty, and Euler's identity nu_k = -(p_k rho/2) times
    /// &lt;g, F&gt;, so that nu_k = p_k lambda rho R'(rho)/2.
    /// </summary>
    private static IEnumerable<double> ExpectedMultipliers(Experiment experiment, FlowSnapshot snapshot)
    {
        var system = experiment.System;
        var model = system.Model;
        var power = system.Decay.Target == DecayTarget.Rho
            ? snapshot.Rho * snapshot.Rho
            : Math.Pow(snapshot.Rho, 2.0 / (model.Depth - model.ScaleFree.Count));
        var weights = model.Parameters.Zip(model.Degrees).Where(static pair => pair.First.IsWeight);
        return snapshot.Multipliers.Length == 0
            ? []
            : weights.Select(pair => (pair.Second?.ToDouble() ?? double.NaN) * experiment.Lambda * power);
    }

    private static IEnumerable<BalanceReport> Balances(Experiment experiment, double[] state)
    {
        if (experiment.System.State.Any(static variable => variable.Role == StateRole.LayerDirection))
        {
            yield break;
        }

        var blocks = new WeightBlocks(experiment.System);
        foreach (var stage in WeightStage.Of(experiment.Model))
        {
            var isFree = experiment.Model.Normalizations.IsEmpty && blocks.Bias(stage.Layer, 0) is null;
            if (stage.Next is not { } next || !isFree)
            {
                continue;
            }

            var (units, worst) = (blocks.Rows(stage.Layer), 0.0);
            for (var i = 0; i < units; i++)
            {
                var row = state.AsSpan(blocks.Row(stage.Layer, i));
                var difference = RealVectors.Dot(row, row)
                    - blocks.Column(next, i, units).Sum(entry => state[entry] * state[entry]);
                worst = Math.Max(worst, Math.Abs(difference));
            }

            yield return new(stage.Layer, next, worst, stage.IsHomogeneous && experiment.System.Decay.IsPresent);
        }
    }
}
