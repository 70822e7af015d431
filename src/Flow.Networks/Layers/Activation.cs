using Flow.Networks.Model;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;

namespace Flow.Networks.Layers;

/// <summary>h = sigma(z), elementwise.</summary>
/// <param name="function">sigma, a function of one parameter.</param>
public sealed class Activation(ScalarFunction function) : Layer
{
    /// <inheritdoc />
    public override string Kind => "activation";

    /// <summary>sigma.</summary>
    public ScalarFunction Function => function;

    /// <inheritdoc />
    public override Expr Forward(GraphBuilder builder, Expr input) => builder.Activate(function, input);

    /// <inheritdoc />
    public override string ToString() => $"activation, {function.Name}";
}
