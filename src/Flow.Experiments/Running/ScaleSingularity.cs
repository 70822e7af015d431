using Flow.Integrators.Problems;
using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Running;

/// <summary>Refuses states at which the decay lambda L rho^(2/L) has no derivative, rho &lt;= 0.</summary>
internal sealed class ScaleSingularity
{
    private readonly int _offset = -1;

    /// <summary>Finds out whether a flow has such a decay.</summary>
    /// <param name="system">The derived system.</param>
    public ScaleSingularity(FlowSystem system)
    {
        var hasRoot = system.Decay is { IsPresent: true, Target: DecayTarget.Layers };
        var scale = system.State.ToList().FindIndex(static variable => variable.Role == StateRole.Scale);
        if (hasRoot && scale >= 0)
        {
            _offset = StateVector.BlockLengths(system).Take(scale).Sum();
        }
    }

    /// <summary>Looks at a state.</summary>
    /// <param name="state">The state, block after block.</param>
    /// <exception cref="VectorFieldException">rho is not positive and the decay needs its root.</exception>
    public void Check(double[] state)
    {
        if (_offset >= 0 && state[_offset] <= 0)
        {
            throw new VectorFieldException(
                "rho reached 0, where the decay lambda L rho^(2/L) has no derivative",
                "use weightDecay on rho, a smaller lambda, or end the run earlier");
        }
    }
}
