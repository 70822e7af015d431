using System.Numerics;
using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// Adds the sums of the chunks in their order, in float64; the inner product of a gradient with a parameter is made in
/// the same pass.
/// </summary>
internal sealed class ChunkReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LoweredPlan _plan;
    private readonly (int Tensor, int Scalar)?[] _products;
    private readonly MatrixReduction<T> _matrices = new();

    public ChunkReduction(LoweredPlan plan, int lateParameters)
    {
        _plan = plan;
        var products = plan.Phases.SelectMany(static phase => phase.Before).OfType<InnerProduct>().ToList();
        var absorbed = new HashSet<HostOp>();
        _products = [.. plan.Accumulators.Select(sum =>
        {
            // A late parameter may change after the sum was made.
            var known = plan.StateInputs
                .SkipLast(sum.Level >= plan.FirstLate ? 0 : lateParameters)
                .Where(static input => !input.IsScalar).Select(static input => input.Slot).ToHashSet();
            var product = !sum.IsMatrix || sum.ToScalar ? null : products.Find(found =>
                (found.A == sum.HostSlot && known.Contains(found.B))
                || (found.B == sum.HostSlot && known.Contains(found.A)));
            if (product is null)
            {
                return ((int, int)?)null;
            }

            absorbed.Add(product);
            return (product.A == sum.HostSlot ? product.B : product.A, product.Destination);
        })];
        Absorbed = absorbed;
    }

    /// <summary>The operations whose results <see cref="Run"/> leaves in memory.</summary>
    public IReadOnlySet<HostOp> Absorbed { get; }

    /// <summary>For each sum the other factor and the slot of its inner product; null where there is none.</summary>
    public (int Tensor, int Scalar)?[] Products => _products;

    /// <summary>Stores the sums of a phase in host memory, or adds them to those of the chunks before.</summary>
    /// <param name="chunks">The chunks, in their order.</param>
    /// <param name="memory">The host memory.</param>
    /// <param name="level">The phase.</param>
    /// <param name="adds">Whether chunks went before.</param>
    /// <param name="isLast">Whether no chunk follows, so that inner products can be taken.</param>
    /// <param name="whole">Makes some of the sums; null where it makes none.</param>
    public void Run(
        ReadOnlySpan<ChunkSums<T>?> chunks, HostMemory memory, int level, bool adds, bool isLast, WholeBatch<T>? whole)
    {
        for (var i = 0; i < _products.Length; i++)
        {
            var accumulator = _plan.Accumulators[i];
            if (accumulator.Level != level || whole?.Makes(i) == true)
            {
                continue;
            }

            var target = accumulator.ToScalar
                ? memory.Scalars.AsSpan(accumulator.HostSlot, 1)
                : memory.Tensors[accumulator.HostSlot];
            if (!accumulator.IsMatrix)
            {
                AddValues(chunks, i, target, adds);
            }
            else if (isLast && _products[i] is var (tensor, scalar))
            {
                memory.Scalars[scalar] = _matrices.Of(chunks, i, target, memory.Tensors[tensor], adds);
            }
            else
            {
                _ = _matrices.Of(chunks, i, target, [], adds);
            }
        }
    }

    private static void AddValues(
        ReadOnlySpan<ChunkSums<T>?> chunks, int accumulator, Span<double> target, bool adds)
    {
        foreach (var chunk in chunks)
        {
            var values = chunk!.Values(accumulator);
            for (var i = 0; i < values.Length; i++)
            {
                target[i] = adds ? target[i] + values[i] : values[i];
            }

            adds = true;
        }
    }
}
