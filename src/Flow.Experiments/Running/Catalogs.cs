using Flow.Backends;
using Flow.Experiments.Configuration;
using Flow.Experiments.Observables;
using Flow.Experiments.Training;
using Flow.Integrators;
using Flow.Networks.Losses;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;

namespace Flow.Experiments.Running;

/// <summary>What experiment files may name, gathered from the catalogs of all projects.</summary>
public static class Catalogs
{
    /// <summary>The names for the reader of experiment files.</summary>
    public static CatalogNames Names { get; } = new()
    {
        Solvers =
        [
            SolverChoice.Auto,
            .. SolverCatalog.All.Concat(SolverCatalog.Optional).Select(static entry => entry.Name),
        ],
        Parametrizations = [.. ParametrizationCatalog.All.Select(static entry => entry.Name)],
        Observables = [.. ObservableCatalog.All.Select(static entry => entry.Name), .. ObservableCatalog.Groups],
        Algorithms = [.. OptimizerCatalog.All.Select(static entry => entry.Name)],
        Backends = [.. BackendCatalog.All.Select(static entry => entry.Name)],
        ActivationError = static text => ActivationText.Error(text) ?? ErrorOf(() => ScalarFunctionCatalog.Parse(text)),
        LossError = LossError,
        StopError = static text => ErrorOf(() => StopCondition.Parse(text)),
    };

    private static string? LossError(string text)
    {
        var error = ErrorOf(() => LossCatalog.Parse(text));
        if (error is not null)
        {
            return $"{error}; losses are {string.Join(", ", LossCatalog.All.Select(static entry => entry.Name))}";
        }

        var isExpression = LossCatalog.All.All(entry => entry.Name != text);
        return isExpression && !TopologicalOrder.Of(ExpressionParser.Parse(text, "u", "y")).Contains(Variable.Of("u"))
            ? "column 1: the loss does not depend on the output u; write an expression in u and y such as (u-y)^2"
            : null;
    }

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
