using Flow.Experiments.Outputs;
using Flow.Experiments.Running;

namespace Flow.Cli.Views;

/// <summary>The right-hand side and the observables at a state.</summary>
internal static class EvaluationView
{
    /// <summary>Writes two tables: vectors in a few numbers, and scalars.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="evaluation">The evaluation.</param>
    public static void Write(Terminal terminal, Evaluation evaluation)
    {
        string[] headers = ["vector", "norm", "first entries", "last entry", "sum"];
        TableView.Write(terminal, headers, [.. Vectors(evaluation)]);
        TableView.WritePairs(terminal, Scalars(evaluation));
    }

    private static IEnumerable<string[]> Vectors(Evaluation evaluation)
    {
        yield return Row("f", evaluation.F);
        var families = new[] { ("V", evaluation.VDot), ("W", evaluation.WDot), ("b", evaluation.BDot) };
        foreach (var (name, vectors) in families)
        {
            foreach (var (vector, k) in (vectors ?? []).Select(static (vector, k) => (vector, k + 1)))
            {
                yield return Row($"{name}_{k}'", vector);
            }
        }
    }

    private static string[] Row(string name, VectorSummary vector) =>
    [
        name,
        Numbers.Short(vector.Norm),
        string.Join(", ", vector.First4.Select(Numbers.Short)),
        Numbers.Short(vector.Last),
        Numbers.Short(vector.Sum),
    ];

    private static IEnumerable<(string Name, string Value)> Scalars(Evaluation evaluation)
    {
        if (evaluation.RhoDot is { } rhoDot)
        {
            yield return ("rho'", Numbers.Full(rhoDot));
        }

        foreach (var (value, k) in (evaluation.Radial ?? []).Select(static (value, k) => (value, k + 1)))
        {
            yield return ($"⟨W_{k}, ∂L/∂W_{k}⟩", Numbers.Full(value));
        }

        foreach (var (name, value) in evaluation.Observables)
        {
            yield return (name, Numbers.Full(value));
        }
    }
}
