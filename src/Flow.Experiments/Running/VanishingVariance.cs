using Flow.Backends;
using Flow.Backends.Plans;
using Flow.Experiments.Data;
using Flow.Networks.Derivation;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Running;

/// <summary>
/// Finds a unit before a batch norm without epsilon whose variance over the samples vanishes up to rounding, where
/// the division by its root is singular.
/// </summary>
internal static class VanishingVariance
{
    /// <summary>What is to be done about it.</summary>
    public const string Remedy = "give batch-norm an epsilon such as 1e-5, or change the start so that the unit varies";

    // A constant unit leaves differences of a few last bits, 1e-16 each: squares of 1e-32 of its mean square.
    private const double Rounding = 1e-28;

    /// <summary>The first such unit in words; null where there is none or the state is not finite.</summary>
    /// <param name="system">The derived system.</param>
    /// <param name="data">The samples.</param>
    /// <param name="state">The state, block after block.</param>
    /// <param name="batch">The samples that the statistics are of; all where absent.</param>
    public static string? Find(FlowSystem system, Dataset data, double[] state, SampleSelection? batch = null)
    {
        if (!system.Model.Normalizations.Any(static site => site.IsExact) || !Array.TrueForAll(state, double.IsFinite))
        {
            return null;
        }

        using var plans = new FlowPlans(system, BackendCatalog.Make("cpu"), new(Precision.Float64, 1));
        var sites = plans.System.Normalizations.Where(static site => site.IsExact).ToList();
        var plan = plans.Compile(sites.SelectMany(static (site, i) => new PlanOutput[]
        {
            new($"variance_{i}", site.Variance), new($"square_{i}", MeanSquare(site)),
        }));
        var loaded = plans.Load(plan, data);
        var values = new double[plan.Source.ReducedLength];
        plan.Execute(loaded, batch ?? SampleSelection.Range(0, loaded.Count), state, [0], values, []);
        return First(sites, values, system.Model, batch is null ? string.Empty : " of the batch");
    }

    private static string? First(
        List<NormalizationSite> sites, double[] values, NetworkModel model, string where)
    {
        var offset = 0;
        foreach (var site in sites)
        {
            var units = site.Variance.Shape.Count(dimension => model.Sizes[dimension]);
            for (var j = 0; j < units; j++)
            {
                if (values[offset + j] <= Rounding * values[offset + units + j])
                {
                    var (unit, everywhere) = site.PreActivation.Shape.Rank == 3
                        ? ("channel", "for every sample and pixel")
                        : ("unit", "for every sample");
                    return $"the variance of {unit} {j + 1} before the batch norm "
                        + $"{(site.Layer == 0 ? "of the inputs" : $"after layer {site.Layer}")} is zero: it has the "
                        + $"same value {everywhere}{where}";
                }
            }

            offset += 2 * units;
        }

        return null;
    }

    private static Expr MeanSquare(NormalizationSite site)
    {
        var z = site.PreActivation;
        var letters = z.Shape.Rank == 3 ? "npj" : "nj";
        var count = Algebra.Multiply(z.Shape.Dimensions.SkipLast(1).Select(DimensionSize.Of));
        return Algebra.Einstein($"{letters},{letters}->j", z, z) / count;
    }
}
