using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Experiments.Training;
using Flow.Integrators;
using Flow.Networks.Losses;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Functions;

namespace Flow.Experiments.Running;

/// <summary>What experiment files may name, gathered from the catalogs of all projects.</summary>
public static class Catalogs
{
    /// <summary>The names for the reader of experiment files.</summary>
    public static CatalogNames Names { get; } = new()
    {
        Solvers = [SolverChoice.Auto, .. SolverCatalog.All.Select(static entry => entry.Name)],
        Parametrizations = [.. ParametrizationCatalog.All.Select(static entry => entry.Name)],
        Observables = [.. ObservableCatalog.All.Select(static entry => entry.Name), .. ObservableCatalog.Groups],
        Algorithms = [.. OptimizerCatalog.All.Select(static entry => entry.Name)],
        Backends = [.. BackendCatalog.All.Select(static entry => entry.Name)],
        ActivationError = static text => ErrorOf(() => ScalarFunctionCatalog.Parse(text)),
        LossError = static text => ErrorOf(() => LossCatalog.Parse(text)),
        StopError = static text => ErrorOf(() => StopCondition.Parse(text)),
    };

    private static string? ErrorOf<T>(Func<T> parse)
    {
        try
        {
            parse();
            return null;
        }
        catch (ExpressionParseException error)
        {
            return error.Message;
        }
    }
}
