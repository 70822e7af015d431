using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Differentiation;

public class GradientTests
{
    private const double Step = 1e-5;

    [Fact]
    public void Gradient_of_a_smooth_graph_agrees_with_central_differences() => RandomProperty.Holds(150, static seed =>
    {
        var graphs = new RandomGraphs(seed, true);
        var energy = graphs.Graph(Shape.Scalar, 4).Expression;
        foreach (var (variable, _) in graphs.Variables.ToList())
        {
            Compare(energy, (Variable)variable, new(graphs.Variables), 1e-5);
        }
    });

    [Fact]
    public void Gradient_of_a_kinked_graph_agrees_with_differences_away_from_kinks()
    {
        var compared = 0;
        RandomProperty.Holds(150, seed =>
        {
            var graphs = new RandomGraphs(seed);
            var energy = graphs.Graph(Shape.Scalar, 4).Expression;
            if (DistanceToKink(energy, graphs) < 1e-2)
            {
                return;
            }

            foreach (var (variable, _) in graphs.Variables.ToList())
            {
                Compare(energy, (Variable)variable, new(graphs.Variables), 1e-5);
                compared++;
            }
        });
        Assert.True(compared > 50, $"only {compared} gradients were away from kinks");
    }

    [Fact]
    public void Adjoint_of_the_Jacobian_is_its_transpose() => RandomProperty.Holds(200, static seed =>
    {
        var graphs = new RandomGraphs(seed);
        var output = graphs.Graph(graphs.Shape((int)(seed % 4)), 3).Expression;
        var cotangent = Variable.Of("cotangent", output.Shape);
        var values = graphs.Variables.ToList();
        var tangents = values.ConvertAll(pair => Variable.Of($"tangent_{pair.Key}", pair.Key.Shape));
        var bound = values
            .Concat(tangents.Select(tangent => KeyValuePair.Create((Expr)tangent, graphs.Array(tangent.Shape))))
            .Append(new(cotangent, graphs.Array(output.Shape)));
        var evaluator = new ReferenceEvaluator(RandomGraphs.Sizes, bound);
        var directions = values.Zip(tangents, static (v, t) => KeyValuePair.Create(v.Key, (Expr)t));
        var pushed = new JacobianVectorProduct(directions).Of(output);
        var pulled = Gradient.VectorJacobianProduct(output, cotangent, values.ConvertAll(static pair => pair.Key));
        var forward = evaluator.Evaluate(pushed).Zip(evaluator.Evaluate(cotangent), static (a, b) => a * b).Sum();
        var backward = pulled.Zip(tangents, (gradient, tangent) =>
            evaluator.Evaluate(gradient).Zip(evaluator.Evaluate(tangent), static (a, b) => a * b).Sum()).Sum();
        Close.Equal([forward], [backward], 1e-8);
    });

    [Fact]
    public void Second_derivatives_agree_with_differences_of_the_gradient() => RandomProperty.Holds(60, static seed =>
    {
        var graphs = new RandomGraphs(seed, true);
        var energy = graphs.Graph(Shape.Scalar, 3).Expression;
        foreach (var (variable, _) in graphs.Variables.ToList())
        {
            var gradient = Gradient.Of(energy, variable);
            var weights = Variable.Of("weights", variable.Shape);
            var moved = Algebra.Inner(gradient, weights);
            var own = new Dictionary<Expr, double[]>(graphs.Variables) { [weights] = graphs.Array(variable.Shape) };
            Compare(moved, (Variable)variable, own, 1e-4);
        }
    });

    [Fact]
    public void Gradient_at_a_kink_follows_the_right_operand()
    {
        var z = Variable.Of("z");
        var relu = Elementwise.Of(Primitive.Max, z, 0);
        Assert.Equal(0, new ReferenceEvaluator(RandomGraphs.Sizes, [new(z, [0.0])]).Scalar(Gradient.Of(relu, z)));
    }

    [Fact]
    public void Gradient_in_a_variable_that_does_not_occur_is_zero() =>
        Assert.Same(Constant.Of(0), Gradient.Of(Variable.Of("a"), Variable.Of("b")));

    [Fact]
    public void Opaque_Jacobians_are_refused_with_the_remedy()
    {
        var v = Variable.Of("V", Shape.Of(new Dimension("d")));
        var f = OpaqueFunction.Of("f", Shape.Of(new Dimension("N")), [v], [null]);
        var jacobian = Algebra.SumOver(OpaqueJacobian.Of(f, 0));
        var failure = Assert.Throws<NotSupportedException>(() => Gradient.Of(jacobian, v));
        Assert.Contains("make the network's layers explicit first", failure.Message, StringComparison.Ordinal);
    }

    private static void Compare(Expr energy, Variable variable, Dictionary<Expr, double[]> values, double tolerance)
    {
        var gradient = new ReferenceEvaluator(RandomGraphs.Sizes, values).Evaluate(Gradient.Of(energy, variable));
        Assert.Equal(values[variable].Length, gradient.Length);
        var differences = new double[gradient.Length];
        for (var i = 0; i < gradient.Length; i++)
        {
            differences[i] = (Moved(energy, variable, values, i, Step) - Moved(energy, variable, values, i, -Step))
                / (2 * Step);
        }

        var size = Math.Abs(new ReferenceEvaluator(RandomGraphs.Sizes, values).Scalar(energy));
        Close.Equal(differences, gradient, tolerance * Math.Max(1, size));
    }

    private static double Moved(
        Expr energy, Variable variable, Dictionary<Expr, double[]> values, int element, double step)
    {
        var moved = (double[])values[variable].Clone();
        moved[element] += step;
        var bound = new Dictionary<Expr, double[]>(values) { [variable] = moved };
        return new ReferenceEvaluator(RandomGraphs.Sizes, bound).Scalar(energy);
    }

    /// <summary>The smallest distance of an argument of a kinked function from its kink.</summary>
    private static double DistanceToKink(Expr energy, RandomGraphs graphs)
    {
        var evaluator = graphs.Evaluator();
        _ = evaluator.Evaluate(energy);
        var distances = TopologicalOrder.Of(energy).SelectMany(node => node switch
        {
            Elementwise { Function: Primitive.Max or Primitive.Min } pair =>
                evaluator.Evaluate(pair.Operands[0]).Zip(evaluator.Evaluate(pair.Operands[1]), static (a, b) => a - b),
            Apply { Function.Kinks.IsEmpty: false } apply => evaluator.Evaluate(apply.Operands[0]),
            _ => [],
        });
        return distances.Select(Math.Abs).Append(double.MaxValue).Min();
    }
}
