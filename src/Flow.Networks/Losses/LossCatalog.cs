using Flow.Symbolic.Functions;

namespace Flow.Networks.Losses;

/// <summary>The losses there are; any expression in u and y is one more.</summary>
public static class LossCatalog
{
    /// <summary>One line for each loss.</summary>
    public static IReadOnlyList<LossEntry> All { get; } =
    [
        new("square", "l = (u - y)^2.", static () => new ElementwiseLoss("square", "(u-y)^2")),
        new("exponential", "l = e^{-u y}.", static () => new ElementwiseLoss("exponential", "exp(-u*y)")),
        new("logistic", "l = log(1 + e^{-u y}).", static () => new ElementwiseLoss("logistic", "softplus(-u*y)")),
        new("cross-entropy", "l = log sum_c e^{u_c} - u_y, for one-hot targets.", static () => new CrossEntropyLoss()),
    ];

    /// <summary>The loss of a name or of an expression in u and y.</summary>
    /// <param name="text">A name of the catalog or an expression.</param>
    /// <exception cref="ExpressionParseException">The text is neither.</exception>
    public static Loss Parse(string text) =>
        All.FirstOrDefault(entry => entry.Name == text) is { } entry ? entry.Make() : new ElementwiseLoss(text, text);
}
