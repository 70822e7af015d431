using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// A function known only by its properties, such as the network f(V_1, .., V_L; x): its shape, and the degree of
/// positive homogeneity in each argument where it has one.
/// </summary>
public sealed class OpaqueFunction : Expr
{
    private OpaqueFunction(string name, Shape shape, ImmutableArray<Expr> arguments, ImmutableArray<Rational?> degrees)
        : base(shape, arguments, Hash(name, shape, arguments, degrees))
    {
        Name = name;
        Degrees = degrees;
    }

    /// <summary>The printed name.</summary>
    public string Name { get; }

    /// <summary>The degree p with f(.., s a_k, ..) = s^p f for s &gt; 0, or null where there is none.</summary>
    public ImmutableArray<Rational?> Degrees { get; }

    /// <summary>Makes the value of an opaque function.</summary>
    /// <param name="name">The printed name.</param>
    /// <param name="shape">The shape of the value.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="degrees">The degree of homogeneity in each argument, null where there is none.</param>
    /// <exception cref="ShapeException">There are not as many degrees as arguments.</exception>
    public static OpaqueFunction Of(
        string name, Shape shape, ImmutableArray<Expr> arguments, ImmutableArray<Rational?> degrees) =>
        arguments.Length == degrees.Length
            ? ExpressionTable.Intern(new OpaqueFunction(name, shape, arguments, degrees))
            : throw new ShapeException($"{name} has {arguments.Length} arguments but {degrees.Length} degrees.");

    /// <inheritdoc />
    public override Expr WithOperands(ImmutableArray<Expr> operands) => Of(Name, Shape, operands, Degrees);

    private protected override bool SamePayload(Expr other)
    {
        var function = (OpaqueFunction)other;
        return function.Name == Name && function.Degrees.AsSpan().SequenceEqual(Degrees.AsSpan());
    }

    private static ulong Hash(
        string name, Shape shape, ImmutableArray<Expr> arguments, ImmutableArray<Rational?> degrees)
    {
        var hash = Expressions.Fingerprint.Start("opaque").Add(name).Add(arguments.AsSpan());
        foreach (var dimension in shape.Dimensions)
        {
            hash = hash.Add(dimension.Name);
        }

        foreach (var degree in degrees)
        {
            hash = hash.Add(degree?.ToString() ?? "none");
        }

        return hash.Value;
    }
}
