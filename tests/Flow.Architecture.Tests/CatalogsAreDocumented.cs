using Flow.Backends;
using Flow.Experiments.Data;
using Flow.Experiments.Observables;
using Flow.Experiments.Studies;
using Flow.Experiments.Training;
using Flow.Experiments.Training.Sampling;
using Flow.Experiments.Training.Schedules;
using Flow.Integrators;
using Flow.Networks.Layers;
using Flow.Networks.Losses;
using Flow.Networks.Parametrizations;
using Flow.Symbolic.Functions;

namespace Flow.Architecture.Tests;

public class CatalogsAreDocumented
{
    public static TheoryData<string, string[]> Catalogs => new()
    {
        { "solvers", [.. SolverCatalog.All.Concat(SolverCatalog.Optional).Select(static entry => entry.Name)] },
        { "layers", [.. LayerCatalog.All.Select(static entry => entry.Name)] },
        { "losses", [.. LossCatalog.All.Select(static entry => entry.Name)] },
        { "activations", [.. ScalarFunctionCatalog.All.Select(static entry => entry.Name)] },
        { "parametrizations", [.. ParametrizationCatalog.All.Select(static entry => entry.Name)] },
        { "backends", [.. BackendCatalog.All.Select(static entry => entry.Name)] },
        { "datasets", [.. DatasetCatalog.All.Select(static entry => entry.Name)] },
        { "optimizers", [.. OptimizerCatalog.All.Select(static entry => entry.Name)] },
        { "schedules", [.. ScheduleCatalog.All.Select(static entry => entry.Name)] },
        { "samplings", [.. SamplingCatalog.All.Select(static entry => entry.Name)] },
        { "studies", [.. StudyCatalog.All.Select(static entry => entry.Name)] },
        { "observables", [.. ObservableCatalog.All.Select(static entry => entry.Name)] },
    };

    [Theory]
    [MemberData(nameof(Catalogs))]
    public void Every_name_stands_in_the_documents(string catalog, string[] names)
    {
        var documents = string.Join('\n', Repository.Files("docs", "*.md").Select(File.ReadAllText));
        Assert.NotEmpty(names);
        var missing = names.Where(name => !documents.Contains($"`{name}`", StringComparison.Ordinal)
            && !documents.Contains($"`{name}(", StringComparison.Ordinal)
            && !documents.Contains($"`{name}_", StringComparison.Ordinal));
        Assert.True(!missing.Any(), $"{catalog} without a row in docs: {string.Join(", ", missing)}");
    }
}
