using System.Globalization;
using Flow.Backends.Plans;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>The memory of a compiled plan as a formula of its widths and the number of samples.</summary>
/// <param name="plan">The lowered plan.</param>
/// <param name="layout">Its chunks and blocks.</param>
/// <param name="whole">The widths kept for a number of samples and chunks where a batch is taken whole.</param>
/// <param name="lanes">The lanes of the vectors in use.</param>
/// <param name="elementSize">The size of an element in bytes.</param>
internal sealed class CpuMemory(
    LoweredPlan plan, CpuLayout layout, Func<int, int, IEnumerable<int>> whole, int lanes, int elementSize)
{
    /// <summary>The parts for a number of samples, threads and the padded widths of the data.</summary>
    public IReadOnlyList<PlanMemory> Of(int samples, int threads)
    {
        var chunks = threads == 1 ? 1 : layout.Chunks(samples);
        var data = plan.Slots.Where(static slot => slot.Data >= 0).Select(slot => Stride(slot.Width)).ToList();
        var places = layout.Widths.Select(Stride).ToList();
        var kept = plan.Retained.Select(slot => plan.Slots[slot].Width).Concat(whole(samples, layout.Chunks(samples)))
            .Select(Stride).ToList();
        var matrices = plan.Accumulators.Where(static a => a.IsMatrix).Sum(a => (long)a.Rows * Stride(a.Columns));
        var values = plan.Accumulators.Where(static a => !a.IsMatrix).Sum(static a => (long)a.Columns);
        var tensors = plan.Tensors.Sum(static length => (long)length);
        List<PlanMemory> parts =
        [
            new("data", Text($"{elementSize} N ({Sum(data)})"), (long)elementSize * samples * data.Sum()),
            new(
                "kept for every sample",
                Text($"{elementSize} N ({Sum(kept)})"),
                (long)elementSize * samples * kept.Sum()),
            new(
                "blocks of samples",
                Text($"{elementSize} x {threads} threads x {layout.BlockRows} ({Sum(places)})"),
                (long)elementSize * threads * layout.BlockRows * places.Sum()),
            new(
                "sums",
                Text($"{chunks} chunks x ({elementSize} x {matrices} + 8 x {values})"),
                chunks * ((elementSize * matrices) + (8 * values))),
            new("matrices for products", Text($"{elementSize} x {Forms()}"), elementSize * Forms()),
            new("state, gradient, velocity", Text($"8 x {tensors}"), 8 * tensors),
        ];
        return [.. parts.Where(static part => part.Bytes > 0)];
    }

    private long Forms()
    {
        var matrices = plan.Parameters.DistinctBy(static use => use.Tensor)
            .Sum(use => (long)use.Rows * Stride(use.Columns));
        var panels = plan.Parameters.Where(ParameterForm.IsPacked)
            .Sum(use => (long)Stride(use.Columns * MatrixLayout.RoundUp(use.Rows, lanes)));
        return matrices + panels + plan.Rows.Sum(row => (long)Stride(row.Width));
    }

    private int Stride(int width) => MatrixLayout.Stride(width, lanes, elementSize);

    private static string Sum(IReadOnlyCollection<int> widths) => string.Join(" + ", widths);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
