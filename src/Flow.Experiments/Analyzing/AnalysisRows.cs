using Flow.Experiments.Outputs;

namespace Flow.Experiments.Analyzing;

/// <summary>What an analysis found, in words, for tables on the terminal and in reports.</summary>
public static class AnalysisRows
{
    /// <summary>The rows, a name and what is to be said of it each.</summary>
    /// <param name="result">The analysis.</param>
    public static IEnumerable<(string Name, string Value)> Of(AnalysisResult result) =>
        EquilibriumRows(result).Concat(SpectrumRows(result));

    private static IEnumerable<(string Name, string Value)> EquilibriumRows(AnalysisResult result)
    {
        var (polish, state) = (result.Polish, result.Equilibrium);
        yield return ("state", result.Start);
        yield return ("equilibrium", $"{(polish.Converged ? "found" : "not found")}: ‖F‖ from "
            + $"{Numbers.Rough(polish.FirstResidual)} to {Numbers.Rough(polish.Residual)} in "
            + $"{Numbers.Count(polish.Steps)} steps, {Numbers.Count(polish.Products)} products J d, "
            + $"{Numbers.Rough(polish.Moved)} away (tolerance {Numbers.Rough(polish.Tolerance)})");
        yield return ("loss", Numbers.Short(state.Loss));
        yield return ("objective", Numbers.Short(state.Objective));
        yield return ("rho", state.RhoEquilibrium is { } formula
            ? $"{Numbers.Short(state.Rho)}, formula rho_eq {Numbers.Short(formula)}, "
                + $"difference {Numbers.Rough(state.Rho - formula)}"
            : Numbers.Short(state.Rho));
        if (state.Nu.Length > 0)
        {
            yield return ("nu_k", string.Join(", ", state.Nu.Select(Numbers.Short)));
            yield return ("by law", string.Join(", ", state.NuExpected.Select(static value =>
                double.IsNaN(value) ? "none" : Numbers.Short(value)))
                + " (p_k λ ρ R'(ρ)/2, p_k the degree of f in V_k; λ ρ² for degree 1 and decay on rho)");
        }
        else
        {
            yield return ("norms", string.Join(", ", state.LayerNorms.Select(Numbers.Short)));
        }

        foreach (var (layer, next, imbalance, hasLaw) in state.Balance)
        {
            yield return ($"balance {layer}, {next}", $"{Numbers.Rough(imbalance)} "
                + (hasLaw ? "(zero at an equilibrium)" : "(no law: no decay, or an activation without degree 1)"));
        }
    }

    private static IEnumerable<(string Name, string Value)> SpectrumRows(AnalysisResult result)
    {
        var (spectrum, zeros) = (result.Spectrum, result.Zeros);
        yield return ("unknowns", $"{Numbers.Count(result.Dimension + result.Spheres)} on "
            + $"{Numbers.Count(result.Spheres)} spheres: D = {Numbers.Count(result.Dimension)}");
        yield return ("spectrum", $"{spectrum.Method}: {Numbers.Short(spectrum.Lowest)} to "
            + $"{Numbers.Short(spectrum.Highest)}, errors up to {Numbers.Rough(spectrum.LargestBound)}");
        if (spectrum.Asymmetry is { } asymmetry)
        {
            yield return ("asymmetry", $"{Numbers.Rough(asymmetry)} of the largest entry of the projected Jacobian");
        }

        var counted = zeros.Counted is { } number ? $"{Numbers.Count(number)} " : string.Empty;
        yield return ("zeros", $"{counted}{zeros.How}, |μ| <= {Numbers.Rough(zeros.Tolerance)}"
            + (zeros.LargestZero is { } below ? $", largest {Numbers.Rough(below)}" : string.Empty)
            + (zeros.SmallestOther is { } above ? $"; the next is {Numbers.Rough(above)}" : string.Empty));
        yield return ("theory", zeros.Theory is { } theory
            ? $"{Numbers.Count(theory)} zero eigenvalues"
            : "too many symmetries to be counted");
        foreach (var condition in zeros.Conditions)
        {
            yield return (string.Empty, condition);
        }

        yield return ("growth", spectrum.Positive == 0
            ? "no eigenvalue is positive"
            : $"{Numbers.Count(spectrum.Positive)} eigenvalues are positive: a saddle, or no equilibrium");
        yield return ("stiffness", $"{Numbers.Short(spectrum.StiffnessRatio)}, the largest over the smallest modulus "
            + "that is not zero");
    }
}
