using System.Collections.Immutable;
using Flow.Backends.Plans;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Tests.Plans;

/// <summary>A small dense network written out as a graph: what a plan is compiled from.</summary>
internal sealed class DenseGraph
{
    /// <summary>The dimension of the samples.</summary>
    public static Dimension Samples { get; } = new("N");

    /// <summary>lambda, the scalar of the objective.</summary>
    public static Variable Lambda { get; } = Variable.Of("lambda");

    public required ImmutableArray<int> Widths { get; init; }

    public required ImmutableDictionary<Dimension, int> Sizes { get; init; }

    public required Variable Input { get; init; }

    public required Variable Targets { get; init; }

    public required ImmutableArray<Variable> Parameters { get; init; }

    /// <summary>z of each hidden layer.</summary>
    public required ImmutableArray<Expr> PreActivations { get; init; }

    /// <summary>h = sigma(z) of each hidden layer.</summary>
    public required ImmutableArray<Expr> Values { get; init; }

    /// <summary>The sum over samples and outputs of the loss.</summary>
    public required Expr TotalLoss { get; init; }

    public Expr MeanLoss => TotalLoss / DimensionSize.Of(Samples);

    /// <summary>The mean loss plus lambda sum_k ||W_k||^2.</summary>
    public Expr Objective => MeanLoss + (Lambda * Sum.Of(Parameters.Select(Algebra.SquaredNorm)));

    /// <summary>Builds a network; widths run from the inputs to the outputs.</summary>
    public static DenseGraph Build(
        ImmutableArray<int> widths,
        string activation = "relu",
        string loss = "(u-y)^2",
        bool hasBias = false,
        Func<Expr, Expr>? normalize = null)
    {
        var dimensions = widths.Select(static (_, k) => new Dimension($"d_{k}")).ToImmutableArray();
        var function = ScalarFunctionCatalog.Parse(activation);
        var (parameters, preActivations, values) = (new List<Variable>(), new List<Expr>(), new List<Expr>());
        var input = Variable.Of("X", Shape.Of(Samples, dimensions[0]));
        Expr h = input;
        for (var k = 1; k < widths.Length; k++)
        {
            var weight = Variable.Of($"W_{k}", Shape.Of(dimensions[k], dimensions[k - 1]));
            parameters.Add(weight);
            h = Algebra.Einstein("ni,ji->nj", h, weight);
            if (hasBias)
            {
                parameters.Add(Variable.Of($"b_{k}", Shape.Of(dimensions[k])));
                h += Algebra.Broadcast(parameters[^1], Samples);
            }

            if (k < widths.Length - 1)
            {
                h = normalize?.Invoke(h) ?? h;
                preActivations.Add(h);
                h = Apply.Of(function, h);
                values.Add(h);
            }
        }

        var targets = Variable.Of("y", h.Shape);
        return new()
        {
            Widths = widths,
            Sizes = dimensions.Zip(widths).ToImmutableDictionary(static p => p.First, static p => p.Second),
            Input = input,
            Targets = targets,
            Parameters = [.. parameters],
            PreActivations = [.. preActivations],
            Values = [.. values],
            TotalLoss = Loss(loss, h, targets),
        };
    }

    /// <summary>The loss and its gradients, one output each.</summary>
    public PlanOutput[] LossAndGradient(Expr loss) =>
    [
        new("loss", loss),
        .. Parameters.Zip(
            Gradient.Of(loss, [.. Parameters]), static (p, g) => new PlanOutput($"gradient_{p.Name}", g)),
    ];

    /// <summary>A plan source over this network's parameters and data.</summary>
    public PlanSource Source(IEnumerable<PlanOutput> outputs, params IEnumerable<Variable> masks) =>
        new(Samples, Sizes, [.. Parameters.Select(static p => p)], [Input, Targets, .. masks], [Lambda], [.. outputs]);

    private static Expr Loss(string loss, Expr outputs, Expr targets)
    {
        if (loss == "cross-entropy")
        {
            return Algebra.SumOver(RowFunction.LogSumExp(outputs)) - Algebra.Inner(targets, outputs);
        }

        var (u, y) = (Variable.Of("u"), Variable.Of("y"));
        var function = new ScalarFunction(loss, "l", [u, y], ExpressionParser.Parse(loss, "u", "y"));
        return Algebra.SumOver(Apply.Of(function, outputs, targets));
    }
}
