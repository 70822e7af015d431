using Flow.Integrators.Explicit;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit.Nonsmooth;

namespace Flow.Integrators.Tests.Nonsmooth;

/// <summary>Pairs that are on their kinks but for rounding errors.</summary>
public class RoundingTests
{
    // The third sample is 0, and so is its z for ever; with all samples at once it comes out a little off.
    [Theory]
    [InlineData("pab", -1e-12)]
    [InlineData("pab", 1e-12)]
    [InlineData("filippov", -1e-12)]
    [InlineData("filippov", 1e-12)]
    public void Pair_that_only_the_forward_pass_of_all_samples_puts_beyond_its_kink_ends_no_run(
        string solver, double error)
    {
        var network = new MaskedNetwork([2, 1, 1], [1, 0, 1, 1, 0, 0], [-1.5, 2, 1], isNormalised: false);
        double[] start = [0.3, 1, 1];
        var plain = network.ToProblem(start, 1).Run(SolverCatalog.Find(solver));
        var rounded = new OdeProblem(network.Space, network, 0, network.Space.Create(start), 1)
        {
            Kinks = new RoundedForward(network, 2, error),
        };
        var result = rounded.Run(SolverCatalog.Find(solver));
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        Assert.Equal(0, KinkRuns.Distance(plain.Values(), result.Values()), 1e-10);
        Assert.Equal(plain.Statistics.Kinks.Crossings, result.Statistics.Kinks.Crossings);
    }

    // z_1 = v_1 begins 3e-13 below its kink, where the last event has left it, with z_2 = 1; tolerances are 1e-13.
    [Theory]
    [InlineData(4e-13, false)]
    [InlineData(1e-11, true)]
    public void Pair_that_drifts_beyond_its_kink_by_rounding_errors_has_no_event(double end, bool isEvent)
    {
        const double Beyond = 3e-13;
        var network = new MaskedNetwork([2, 1, 1], [1, 0, 0, 1], [1, 1], isNormalised: false);
        var problem = network.ToProblem([-Beyond, 1, 1], 1);
        var mode = new FilippovMode(problem);
        Array.Fill(mode.Masks, 1);
        mode.Restart();
        var tableau = DormandPrince5.Tableau;
        var nodes = tableau.Nodes.Select(_ => new KinkNode(problem, mode.Sliding)).ToArray();
        network.Forward(problem.InitialState, mode.Masks, nodes[0].Switching);
        foreach (var node in nodes)
        {
            ((ArrayVector)node.Field).Values[0] = Beyond - end;
        }

        var search = new FilippovSearch(
            problem, mode, tableau.Dense!, [.. nodes.Select(static node => node.Field)]);
        var found = search.First(problem.InitialState, 1, nodes[0], nodes[^1]);
        Assert.Equal(isEvent ? 0 : -1, found.Pair);
    }
}
