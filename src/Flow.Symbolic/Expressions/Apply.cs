using System.Collections.Immutable;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>A named scalar function, or one of its partial derivatives, applied to each element: sigma'(Z).</summary>
public sealed class Apply : Expr
{
    private Apply(ScalarFunction function, ImmutableArray<int> orders, ImmutableArray<Expr> arguments)
        : base(arguments[0].Shape, arguments, Hash(function, orders, arguments))
    {
        Function = function;
        Orders = orders;
    }

    /// <summary>The function.</summary>
    public ScalarFunction Function { get; }

    /// <summary>How often the function is differentiated in each of its parameters.</summary>
    public ImmutableArray<int> Orders { get; }

    /// <summary>Applies a function to each element.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arguments">One argument for each parameter, all of one shape.</param>
    /// <exception cref="ShapeException">The number of arguments is wrong or their shapes differ.</exception>
    public static Expr Of(ScalarFunction function, params ReadOnlySpan<Expr> arguments) =>
        Of(function, [.. Enumerable.Repeat(0, arguments.Length)], [.. arguments]);

    /// <summary>Applies a partial derivative of a function to each element.</summary>
    /// <param name="function">The function.</param>
    /// <param name="orders">The order of differentiation in each parameter.</param>
    /// <param name="arguments">One argument for each parameter, all of one shape.</param>
    /// <exception cref="ShapeException">The number of arguments is wrong or their shapes differ.</exception>
    public static Expr Of(ScalarFunction function, ImmutableArray<int> orders, ImmutableArray<Expr> arguments)
    {
        if (arguments.Length != function.Parameters.Length || orders.Length != arguments.Length)
        {
            throw new ShapeException(
                $"{function.Name} takes {function.Parameters.Length} arguments, not {arguments.Length}.");
        }

        if (arguments.Any(argument => !argument.Shape.Equals(arguments[0].Shape)))
        {
            throw new ShapeException(
                $"{function.Name} of {string.Join(", ", arguments.Select(static a => a.Shape))}; "
                + "all arguments must have one shape.");
        }

        return function.Derivative(orders) switch
        {
            Constant constant => Constant.Of(constant.Value, arguments[0].Shape),
            Variable variable when function.Parameters.IndexOf(variable) is >= 0 and var i => arguments[i],
            _ => ExpressionTable.Intern(new Apply(function, orders, arguments)),
        };
    }

    /// <summary>The same value written with elementary functions only.</summary>
    public Expr Inline() => Substitution.Elementwise(Function.Derivative(Orders), Function.Parameters, Operands);

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => Of(Function, Orders, operands);

    private protected override bool SamePayload(Expr other)
    {
        var apply = (Apply)other;
        return apply.Orders.AsSpan().SequenceEqual(Orders.AsSpan()) && apply.Function.Name == Function.Name
            && ReferenceEquals(apply.Function.Body, Function.Body);
    }

    private static ulong Hash(ScalarFunction function, ImmutableArray<int> orders, ImmutableArray<Expr> arguments)
    {
        var hash = Expressions.Fingerprint.Start("apply").Add(function.Name).Add(function.Body.Fingerprint);
        foreach (var order in orders)
        {
            hash = hash.Add((ulong)order);
        }

        return hash.Add(arguments.AsSpan()).Value;
    }
}
