using Flow.Integrators.Events;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>The smooth flow of a network with its masks held, and the flow through crossings as a row of such pieces,
/// each ended by an event of an ordinary solver: nothing of the solvers for kinks is in it.</summary>
internal sealed class HeldMasks(MaskedNetwork network, double[] masks, double direction = 1) : IVectorField
{
    // Roundings of z at the root of an event; other pairs are farther off.
    private const double AtKink = 1e-9;

    private readonly double[] _switching = new double[masks.Length];
    private readonly double[] _signals = new double[masks.Length];

    public void Evaluate(double time, Vector state, Vector derivative)
    {
        network.Evaluate(state, masks, derivative, _switching, _signals);
        var values = ((ArrayVector)derivative).Values;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] *= direction;
        }
    }

    /// <summary>The state after a time on one side of all kinks; backwards where the time is below 0.</summary>
    public static double[] Flow(MaskedNetwork network, double[] start, double[] masks, double time) => new OdeProblem(
            network.Space,
            new HeldMasks(network, masks, Math.Sign(time)),
            0,
            network.Space.Create(start),
            Math.Abs(time))
        .Run(SolverCatalog.Find("dop853"), 1e-13).Values();

    /// <summary>The state at the end of a flow whose pairs all cross when they reach their kinks, and how many did.
    /// </summary>
    public static (double[] State, int Crossings) Through(MaskedNetwork network, double[] start, double end)
    {
        var (units, crossings, now) = (network.Units, 0, 0.0);
        var masks = new double[network.Samples * units];
        var switching = new double[masks.Length];
        KinkCheck.SignMasks(network, network.Space.Create(start), masks, switching);
        while (now < end)
        {
            var problem = new OdeProblem(
                network.Space, new HeldMasks(network, masks), now, network.Space.Create(start), end);
            var result = new Integrator(problem, SolverCatalog.Find("dop853"), KinkRuns.Tight(1e-13) with
            {
                Events = [.. Enumerable.Range(0, masks.Length).Select(pair => Kink(network, masks, pair))],
            }).Run();
            (start, now) = (result.Values(), result.Time);
            network.Forward(network.Space.Create(start), masks, switching);
            for (var pair = 0; pair < masks.Length && result.Event is not null; pair++)
            {
                var isAtKink = Math.Abs(switching[pair]) < AtKink;
                crossings += isAtKink ? 1 : 0;
                masks[pair] = isAtKink ? 1 + network.SmallestMask(pair % units) - masks[pair] : masks[pair];
            }
        }

        return (start, crossings);
    }

    private static Event Kink(MaskedNetwork network, double[] masks, int pair)
    {
        var switching = new double[masks.Length];
        return new Event($"pair {pair}", (in EventPoint point) =>
        {
            network.Forward(point.State, masks, switching);
            return switching[pair];
        })
        {
            TerminalAfter = 1,
        };
    }
}
