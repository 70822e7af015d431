using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>An activation of the catalog.</summary>
/// <param name="Name">The name in files, such as swish.</param>
/// <param name="Purpose">One sentence saying what it is.</param>
/// <param name="Parameter">Its parameter; null where it has none.</param>
/// <param name="Body">
/// The body as an expression in z, from the value of the parameter (ignored where there is none).
/// </param>
public sealed record CataloguedFunction(
    string Name, string Purpose, FunctionParameter? Parameter, Func<Rational, Expr> Body)
{
    /// <summary>The variable of every activation.</summary>
    public static Variable Z { get; } = Variable.Of("z");

    /// <summary>The function with a value of its parameter.</summary>
    /// <param name="value">The value; the default where absent.</param>
    /// <exception cref="ArgumentException">There is no parameter, or the value is outside its range.</exception>
    public ScalarFunction Create(Rational? value = null)
    {
        if (Parameter is null)
        {
            return value is null
                ? new(Name, "sigma", [Z], Body(0))
                : throw new ArgumentException($"{Name} takes no parameter; write {Name}.", nameof(value));
        }

        var chosen = value ?? Parameter.Default;
        return Parameter.IsAllowed(chosen)
            ? new($"{Name}({chosen.ToDecimal()})", "sigma", [Z], Body(chosen))
            : throw new ArgumentException(
                $"{Name}({chosen.ToDecimal()}) is outside the range of its parameter; it needs {Parameter.Range}.",
                nameof(value));
    }
}
