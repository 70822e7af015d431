using Flow.Backends.Plans;
using Flow.Networks.Derivation;

namespace Flow.Experiments.Nonsmooth;

/// <summary>Where the outputs of a plan that make up a gradient stand.</summary>
/// <param name="Blocks">For each parameter its outputs delta (or G) and h; -1 where there is none.</param>
/// <param name="Scale">The output of rho; -1 where there is none.</param>
internal sealed record GradientOutputs((int Value, int Input)[] Blocks, int Scale)
{
    /// <summary>Adds the graphs of a gradient to the outputs of a plan.</summary>
    /// <param name="term">The graphs.</param>
    /// <param name="outputs">The outputs, which are extended.</param>
    public static GradientOutputs AddTo(List<PlanOutput> outputs, TermGradient term)
    {
        int Append(Flow.Symbolic.Expressions.Expr? value)
        {
            if (value is null)
            {
                return -1;
            }

            outputs.Add(new($"gradient_{outputs.Count}", value));
            return outputs.Count - 1;
        }

        return new(
            [.. term.Blocks.Select(block => (Append(block.Value), Append(block.Value is null ? null : block.Input)))],
            Append(term.Scale));
    }
}
