using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Plans;

/// <summary>Checks that a plan source binds everything that its outputs are made of.</summary>
public static class PlanVerifier
{
    /// <summary>Checks a source.</summary>
    /// <param name="source">The source.</param>
    /// <exception cref="PlanException">Something is not bound, or samples do not come first.</exception>
    public static void Check(PlanSource source)
    {
        foreach (var variable in source.Data)
        {
            RequireSamplesFirst(source, variable.Name, variable);
        }

        foreach (var output in source.Outputs.Where(source.IsPerSample))
        {
            RequireSamplesFirst(source, output.Name, output.Value);
        }

        if (!source.Late.IsEmpty && source.Outputs.FirstOrDefault(source.IsPerSample) is { } perSample)
        {
            throw new PlanException(
                $"{perSample.Name} is per sample; a plan with late parameters has outputs that are not.");
        }

        if (source.Parameters.Concat(source.Late).Concat(source.Scalars)
            .FirstOrDefault(v => v.Shape.Contains(source.Samples)) is { } stray)
        {
            throw new PlanException($"{stray.Name} has the dimension {source.Samples}; list it among the data.");
        }

        var bound = source.Parameters.Concat(source.Late).Concat(source.Data).Concat(source.Scalars)
            .ToHashSet<Expr>(ReferenceEqualityComparer.Instance);
        foreach (var node in TopologicalOrder.Of([.. source.Outputs.Select(static output => output.Value), .. bound]))
        {
            Check(source, bound, node);
        }
    }

    private static void Check(PlanSource source, HashSet<Expr> bound, Expr node)
    {
        switch (node)
        {
            case Variable variable when !bound.Contains(variable):
                throw new PlanException(
                    $"{variable.Name} of shape {variable.Shape} is not bound; "
                    + "list it among the parameters, the data or "
                    + "the scalars of the plan.");
            case OpaqueFunction function:
                throw new PlanException($"{function.Name} is an opaque function; put its layers in before compiling.");
            case Product product:
                RequireSizes(source, product, product.IndexDimensions);
                break;
            case Convolution convolution:
                RequireSizes(source, node, node.Shape.Dimensions);
                RequireGrids(source, convolution.Form.Windows);
                RequireSize(source, convolution.Form.Rows, convolution.Form.Windows.Kernel);
                RequireSize(source, convolution.Form.Columns, convolution.Form.Windows.Kernel);
                break;
            case WindowSum sum:
                RequireSizes(source, node, node.Shape.Dimensions);
                RequireGrids(source, sum.Windows);
                break;
            case Reshape:
                RequireSameCount(source, node, node.Operands[0]);
                break;
            default:
                RequireSizes(source, node, node.Shape.Dimensions);
                break;
        }
    }

    private static void RequireGrids(PlanSource source, WindowGeometry windows)
    {
        RequireSize(source, windows.Input.Pixels, windows.Input.Count);
        RequireSize(source, windows.Output.Pixels, windows.Output.Count);
    }

    private static void RequireSize(PlanSource source, Dimension dimension, int size)
    {
        if (!source.Sizes.TryGetValue(dimension, out var found) || found != size)
        {
            throw new PlanException($"Dimension {dimension} has size {found}; its windows need {size}.");
        }
    }

    private static void RequireSameCount(PlanSource source, Expr node, Expr operand)
    {
        RequireSizes(source, node, node.Shape.Dimensions);
        int Count(Expr value) => value.Shape.Count(d => d == source.Samples ? 1 : source.Size(d));
        bool IsPerSample(Expr value) => value.Shape.Dimensions.FirstOrDefault() == source.Samples;
        if (Count(node) != Count(operand) || IsPerSample(node) != IsPerSample(operand))
        {
            throw new PlanException($"{operand.Shape} cannot be read as {node.Shape}; the sizes do not agree.");
        }
    }

    private static void RequireSizes(PlanSource source, Expr node, IEnumerable<Dimension> dimensions)
    {
        if (dimensions.FirstOrDefault(d => d != source.Samples && !source.Sizes.ContainsKey(d)) is { } stray)
        {
            throw new PlanException($"Dimension {stray} of {node} has no size; the plan's sizes must name it.");
        }
    }

    private static void RequireSamplesFirst(PlanSource source, string name, Expr value)
    {
        var dimensions = value.Shape.Dimensions;
        if (dimensions.IsEmpty || dimensions[0] != source.Samples
            || dimensions.Count(dimension => dimension == source.Samples) > 1)
        {
            throw new PlanException(
                $"{name} has shape {value.Shape}; "
                + $"the dimension {source.Samples} of the samples must come first, once.");
        }
    }
}
