namespace Flow.Cli.Derivations;

/// <summary>Equations under a title.</summary>
/// <param name="Title">The title.</param>
/// <param name="Equations">The equations.</param>
internal sealed record EquationSection(string Title, IReadOnlyList<PrintedEquation> Equations);
