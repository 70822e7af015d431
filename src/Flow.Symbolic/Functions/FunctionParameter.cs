using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>The parameter of an activation.</summary>
/// <param name="Name">The name, such as beta.</param>
/// <param name="Default">The value where none is given.</param>
/// <param name="Range">The allowed values in words, such as "beta &gt; 0".</param>
/// <param name="IsAllowed">Whether a value is allowed.</param>
public sealed record FunctionParameter(string Name, Rational Default, string Range, Func<Rational, bool> IsAllowed);
