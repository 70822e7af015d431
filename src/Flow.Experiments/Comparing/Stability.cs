namespace Flow.Experiments.Comparing;

/// <summary>When steps with a constant learning rate are stable on a quadratic objective.</summary>
/// <remarks>
/// Source: N. Qian, "On the momentum term in gradient descent learning algorithms", 1999; the roots of
/// z^2 - (1 + mu - eta h) z + mu (heavy ball) and of z^2 - (1 + mu)(1 - eta h) z + mu (1 - eta h) (Nesterov), h the
/// sharpness, leave the unit circle at z = -1.
/// </remarks>
public static class Stability
{
    /// <summary>
    /// What eta times sharpness must stay below: 2 (1 + mu), with Nesterov momentum 2 (1 + mu)/(1 + 2 mu).
    /// </summary>
    /// <param name="momentum">mu in [0, 1).</param>
    /// <param name="nesterov">Whether momentum looks ahead.</param>
    public static double Limit(double momentum, bool nesterov) =>
        2 * (1 + momentum) / (nesterov ? 1 + (2 * momentum) : 1);
}
