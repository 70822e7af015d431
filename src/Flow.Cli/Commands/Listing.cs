using System.Globalization;
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

namespace Flow.Cli.Commands;

/// <summary>A catalog as a table.</summary>
/// <param name="Name">The name after `list`.</param>
/// <param name="Fields">The headers, which are the names in JSON.</param>
/// <param name="Rows">One row for each entry.</param>
internal sealed record Listing(string Name, string[] Fields, Func<IEnumerable<string[]>> Rows)
{
    private static readonly string[] NameAndPurpose = ["name", "purpose"];

    /// <summary>Every catalog.</summary>
    public static IReadOnlyList<Listing> All { get; } =
    [
        new("solvers", ["name", "order", "steps", "purpose"], static () =>
            SolverCatalog.All.Concat(SolverCatalog.Optional).Select(static s =>
                new[] { s.Name, Text(s.Order), s.IsAdaptive ? "adaptive" : "fixed", s.Purpose })),
        new("layers", ["name", "purpose", "options"], static () => LayerCatalog.All.Select(static l =>
            new[] { l.Name, l.Purpose, l.Options })),
        new("losses", NameAndPurpose, static () => LossCatalog.All.Select(static l => new[] { l.Name, l.Purpose })),
        new("activations", ["name", "parameter", "purpose"], static () => ScalarFunctionCatalog.All.Select(static f =>
            new[] { f.Name, Parameter(f), f.Purpose })),
        new("observables", ["name", "columns", "formula", "unit"], static () => ObservableCatalog.All.Select(
            static o => new[] { o.Name, o.ColumnPattern, o.Formula, o.Unit })),
        new("backends", NameAndPurpose, static () => BackendCatalog.All.Select(static b =>
            new[] { b.Name, b.Purpose })),
        new("datasets", NameAndPurpose, static () => DatasetCatalog.All.Select(static d =>
            new[] { d.Name, d.Purpose })),
        new("parametrizations", NameAndPurpose, static () => ParametrizationCatalog.All.Select(static p =>
            new[] { p.Name, p.Purpose })),
        new("optimizers", ["name", "samples", "purpose"], static () => OptimizerCatalog.All.Select(static o =>
            new[] { o.Name, o.Samples, o.Purpose })),
        new("schedules", NameAndPurpose, static () => ScheduleCatalog.All.Select(static s =>
            new[] { s.Name, s.Purpose })),
        new("samplings", NameAndPurpose, static () => SamplingCatalog.All.Select(static s =>
            new[] { s.Name, s.Purpose })),
        new("studies", ["name", "preset", "purpose"], static () => StudyCatalog.All.Select(static s =>
            new[] { s.Name, s.Preset, s.Purpose })),
        new("presets", NameAndPurpose, static () => Preset.All.Select(static p => new[] { p.Name, p.Purpose })),
    ];

    private static string Parameter(CataloguedFunction function) => function.Parameter is { } parameter
        ? $"{parameter.Name}, {parameter.Default.ToDecimal()} unless given, {parameter.Range}"
        : string.Empty;

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
