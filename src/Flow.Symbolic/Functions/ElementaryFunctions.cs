using Flow.Symbolic.Expressions;

namespace Flow.Symbolic.Functions;

/// <summary>
/// The functions that an expression may call: exp log sin cos tanh sigmoid softplus sqrt abs max min.
/// </summary>
internal static class ElementaryFunctions
{
    private static readonly Dictionary<string, Primitive> Primitives = new(StringComparer.Ordinal)
    {
        ["exp"] = Primitive.Exp,
        ["log"] = Primitive.Log,
        ["sin"] = Primitive.Sin,
        ["cos"] = Primitive.Cos,
        ["tanh"] = Primitive.Tanh,
        ["sigmoid"] = Primitive.Sigmoid,
        ["softplus"] = Primitive.Softplus,
        ["abs"] = Primitive.Abs,
        ["max"] = Primitive.Max,
        ["min"] = Primitive.Min,
    };

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => Primitives.Keys.Append("sqrt");

    /// <summary>Whether a function has this name.</summary>
    /// <param name="name">The name.</param>
    public static bool Contains(string name) => name == "sqrt" || Primitives.ContainsKey(name);

    /// <summary>The number of arguments.</summary>
    /// <param name="name">A name of the list.</param>
    public static int Arity(string name) => name is "max" or "min" ? 2 : 1;

    /// <summary>Applies a function to scalars; null where a constant argument lies outside its domain.</summary>
    /// <param name="name">A name of the list.</param>
    /// <param name="arguments">As many arguments as the function takes.</param>
    public static Expr? Apply(string name, List<Expr> arguments)
    {
        var sign = (arguments[0] as Constant)?.Value.Sign;
        return name switch
        {
            "sqrt" => sign < 0 ? null : Power.Of(arguments[0], new Rational(1, 2)),
            "log" when sign <= 0 => null,
            _ => Elementwise.Of(Primitives[name], [.. arguments]),
        };
    }
}
