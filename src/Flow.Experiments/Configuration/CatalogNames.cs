namespace Flow.Experiments.Configuration;

/// <summary>What an experiment file may name: the catalogs, as sets of names and checks of texts.</summary>
/// <remarks>Keeps the reader of files free of the projects that own the catalogs.</remarks>
public sealed record CatalogNames
{
    /// <summary>Solver names and aliases.</summary>
    public required IReadOnlyCollection<string> Solvers { get; init; }

    /// <summary>Parametrization names.</summary>
    public required IReadOnlyCollection<string> Parametrizations { get; init; }

    /// <summary>Observable names.</summary>
    public required IReadOnlyCollection<string> Observables { get; init; }

    /// <summary>Optimizer names and aliases.</summary>
    public required IReadOnlyCollection<string> Algorithms { get; init; }

    /// <summary>Backend names.</summary>
    public required IReadOnlyCollection<string> Backends { get; init; }

    /// <summary>Gives what is wrong with the text of an activation, or null.</summary>
    public required Func<string, string?> ActivationError { get; init; }

    /// <summary>Gives what is wrong with the text of a loss, or null.</summary>
    public required Func<string, string?> LossError { get; init; }

    /// <summary>Gives what is wrong with a stop condition over observables, or null.</summary>
    public Func<string, string?> StopError { get; init; } = _ => null;
}
