using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Nonsmooth;

/// <summary>What the solvers of this folder ask of a problem, and the masks at its initial state.</summary>
internal static class KinkCheck
{
    private const int MostPasses = 1000;

    /// <summary>The kinks of a problem.</summary>
    /// <exception cref="ArgumentException">The problem has none.</exception>
    public static IKinkedField Require(OdeProblem problem, string solver) =>
        problem.Kinks ?? throw new ArgumentException(
            $"solver {solver} integrates piecewise linear networks through their kinks, and those of this problem are "
            + "not known; take relu or leaky-relu activations without batch norm, or another solver, such as "
            + "deflated-adams");

    /// <summary>Masks that agree with the signs of their switching functions, layer by layer; 0 counts as below.
    /// </summary>
    public static void SignMasks(IKinkedField kinks, Vector state, double[] masks, double[] switching)
    {
        var changed = true;
        for (var pass = 0; changed && pass < MostPasses; pass++)
        {
            kinks.Forward(state, masks, switching);
            changed = false;
            for (var pair = 0; pair < masks.Length; pair++)
            {
                var mask = switching[pair] > 0 ? 1 : kinks.SmallestMask(pair % kinks.Units);
                changed |= masks[pair] != mask;
                masks[pair] = mask;
            }
        }
    }
}
