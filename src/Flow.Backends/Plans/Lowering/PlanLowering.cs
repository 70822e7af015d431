using System.Collections.Immutable;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>Lowers a plan source to slots and operations.</summary>
internal static class PlanLowering
{
    /// <summary>Lowers every output.</summary>
    /// <exception cref="PlanException">A node cannot be computed.</exception>
    public static LoweredPlan Lower(PlanSource source)
    {
        var outputs = Gates.OfMaxima(
            GraphNormalization.Of(source.Outputs.Select(static output => output.Value), source.Samples));
        var levels = new Levels(source, outputs);
        var samples = new SampleLowering(source, levels, outputs);
        var reduced = new List<(bool, int)>();
        var perSample = 0;
        foreach (var output in outputs)
        {
            if (levels.IsSample(output))
            {
                samples.CopyOut(perSample++, output);
            }
            else
            {
                reduced.Add(Reduced(samples.Host, output));
            }
        }

        var host = samples.Host;
        var last = Math.Max(host.LastLevel, samples.LastLevel + 1);
        var phases = ProductFusion.Fuse([.. Enumerable.Range(0, last + 1)
            .Select(level => new PlanPhase(host.Operations(level), samples.Operations(level)))]);
        return new()
        {
            Phases = phases,
            Scalars = host.ScalarCount,
            Tensors = host.TensorLengths,
            Slots = samples.Slots,
            Retained = Retained(phases),
            Accumulators = samples.Accumulators,
            Parameters = samples.Parameters,
            Rows = RowInputs(phases),
            Divisor = host.Divisor,
            ScalarInputs = [.. source.Scalars.Select(host.Scalar)],
            StateInputs = [.. source.Parameters.Concat(source.Late).Select(parameter => Reduced(host, parameter))],
            FirstLate = levels.FirstLate,
            Outputs = reduced,
            FinalTensors = FinalTensors(outputs, levels, host),
            FlopsPerSample = samples.Flops,
        };
    }

    private static HashSet<int> FinalTensors(ImmutableArray<Expr> outputs, Levels levels, HostLowering host)
    {
        var read = TopologicalOrder.Of(outputs.AsSpan()).SelectMany(static node => node.Operands)
            .ToHashSet();
        return
        [
            .. outputs.Where(output => !output.IsScalar && !levels.IsSample(output) && !read.Contains(output))
                .Select(host.Tensor),
        ];
    }

    private static (bool IsScalar, int Slot) Reduced(HostLowering host, Expr node) =>
        node.IsScalar ? (true, host.Scalar(node)) : (false, host.Tensor(node));

    private static List<RowUse> RowInputs(IEnumerable<PlanPhase> phases) =>
    [
        .. phases.SelectMany(static phase => phase.Samples).OfType<CodeOp>()
            .SelectMany(static operation => operation.Code.Inputs
                .Where(static input => input.Kind == CodeInputKind.Row)
                .Select(input => new RowUse(input.Slot, operation.Code.Width)))
            .Distinct(),
    ];

    private static HashSet<int> Retained(List<PlanPhase> phases)
    {
        var writtenIn = new Dictionary<int, int>();
        var retained = new HashSet<int>();
        for (var level = 0; level < phases.Count; level++)
        {
            foreach (var operation in phases[level].Samples)
            {
                retained.UnionWith(operation.Reads.Where(slot => writtenIn.TryGetValue(slot, out var l) && l < level));
                foreach (var slot in operation.Writes)
                {
                    writtenIn[slot] = level;
                }
            }
        }

        return retained;
    }
}
