using System.Collections.Frozen;

namespace Flow.Symbolic.Printing;

/// <summary>Letters for spelled names.</summary>
internal static class SymbolNames
{
    private static readonly FrozenDictionary<string, string> Greek = new Dictionary<string, string>
    {
        ["alpha"] = "α",
        ["beta"] = "β",
        ["gamma"] = "γ",
        ["delta"] = "δ",
        ["epsilon"] = "ε",
        ["zeta"] = "ζ",
        ["eta"] = "η",
        ["theta"] = "θ",
        ["kappa"] = "κ",
        ["lambda"] = "λ",
        ["mu"] = "μ",
        ["nu"] = "ν",
        ["xi"] = "ξ",
        ["pi"] = "π",
        ["rho"] = "ρ",
        ["sigma"] = "σ",
        ["tau"] = "τ",
        ["phi"] = "φ",
        ["chi"] = "χ",
        ["psi"] = "ψ",
        ["omega"] = "ω",
        ["Gamma"] = "Γ",
        ["Delta"] = "Δ",
        ["Theta"] = "Θ",
        ["Lambda"] = "Λ",
        ["Xi"] = "Ξ",
        ["Pi"] = "Π",
        ["Sigma"] = "Σ",
        ["Phi"] = "Φ",
        ["Psi"] = "Ψ",
        ["Omega"] = "Ω",
    }.ToFrozenDictionary();

    /// <summary>The Greek letter of a spelled name, null where it is none.</summary>
    public static string? Letter(string name) => Greek.GetValueOrDefault(name);

    /// <summary>The part before the first underscore, and the part after it, empty where there is none.</summary>
    public static (string Stem, string Subscript) Split(string name)
    {
        var position = name.IndexOf('_', StringComparison.Ordinal);
        return position <= 0 ? (name, string.Empty) : (name[..position], name[(position + 1)..]);
    }

    /// <summary>Whether a name is one glyph, so that a number or a Greek letter may stand close to it.</summary>
    public static bool IsOneGlyph(string name) => Split(name) is { Subscript: "" } split
        && (split.Stem.Length == 1 || Greek.ContainsKey(split.Stem));

    /// <summary>Digits as subscripts, otherwise null.</summary>
    public static string? SubscriptDigits(string text) =>
        text.Length > 0 && text.All(char.IsAsciiDigit)
            ? string.Concat(text.Select(static digit => (char)('₀' + digit - '0')))
            : null;

    /// <summary>An integer as a superscript.</summary>
    public static string SuperscriptDigits(string integer) =>
        string.Concat(integer.Select(static c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
}
