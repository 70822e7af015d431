using Flow.Experiments.Training;
using Flow.Networks.Model;

namespace Flow.Experiments.Comparing;

/// <summary>
/// What turns a flow z' = F(z) into the one that discrete steps follow to second order: with h = eta/(1 - mu),
/// z' = F - kappa P (DF F) from z(0) = R(z_0 - s F(z_0)), R the retraction.
/// </summary>
/// <remarks>
/// Steps obey z_{n+1} - z_n = mu (z_n - z_{n-1}) + eta F_n, with Nesterov momentum + mu eta (F_n - F_{n-1}) more. A
/// smooth curve through them with z_n = z(n h) has z' = F - kappa z'' with kappa = (h/2) (1 + mu)/(1 - mu), less mu h
/// with Nesterov momentum (A. Ghosh, H. Lyu, X. Zhang, R. Wang, "Implicit regularization in heavy-ball momentum
/// accelerated stochastic gradient descent", 2023, for heavy balls). The first steps, from rest, fall behind by
/// h mu^n F each (mu^(n+1) with Nesterov momentum), together by s F with s = h mu/(1 - mu) (h mu^2/(1 - mu)).
/// </remarks>
/// <param name="Correction">kappa.</param>
/// <param name="Delay">s.</param>
public sealed record ModifiedSteps(double Correction, double Delay)
{
    /// <summary>The constants of an algorithm.</summary>
    /// <param name="rate">eta.</param>
    /// <param name="momentum">mu in [0, 1).</param>
    /// <param name="nesterov">Whether momentum looks ahead.</param>
    public static ModifiedSteps Of(double rate, double momentum, bool nesterov)
    {
        var step = rate / (1 - momentum);
        var correction = (1 + momentum) / (2 * (1 - momentum));
        return nesterov
            ? new(step * (correction - momentum), step * momentum * momentum / (1 - momentum))
            : new(step * correction, step * momentum / (1 - momentum));
    }

    /// <summary>Why steps have no such flow; null where they have one.</summary>
    /// <param name="setup">The training.</param>
    /// <param name="samples">The number of training samples.</param>
    /// <param name="model">The network.</param>
    public static string? Objection(TrainingSetup setup, int samples, NetworkModel model)
    {
        if (setup.IsRandom || setup.BatchSize != samples)
        {
            return "steps on batches follow it only on average";
        }

        return model.HasKinks || model.Loss.HasKinks
            ? "F has no derivative where an activation or the loss has a kink"
            : null;
    }
}
