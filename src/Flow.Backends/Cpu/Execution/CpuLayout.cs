using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// How a plan's samples are cut into chunks and blocks; it depends on the plan and the number of samples only.
/// </summary>
internal sealed class CpuLayout
{
    /// <summary>The largest number of chunks.</summary>
    public const int MostChunks = CpuBackend.MostUsefulThreads;

    // Below, a gradient is written more often than it is worth: each chunk has one of its own.
    private const int FewestRows = 48;

    private const int BlockBytes = 320 * 1024;
    private const int SmallestBlock = 96;
    private const int BlockStep = 24;
    private const int LargestBlock = 240;

    /// <summary>Convolutions make rows of windows as well: few samples do, and their images are large.</summary>
    private const int SmallestImageBlock = 4;

    private readonly int _fewestRows;

    public CpuLayout(LoweredPlan plan, int elementSize)
    {
        Plan = plan;
        (PlaceOf, Widths) = BlockBuffers.Assign(plan);
        var rowBytes = elementSize * Math.Max(1, Widths.Sum() + plan.Slots.Where(s => s.Data >= 0).Sum(s => s.Width));
        var hasImages = plan.Phases.Any(static phase => phase.Samples.Any(static op => op is ConvolveOp));
        var (smallest, step) = hasImages ? (SmallestImageBlock, SmallestImageBlock) : (SmallestBlock, BlockStep);
        _fewestRows = hasImages ? SmallestImageBlock : FewestRows;
        BlockRows = Math.Clamp(BlockBytes / rowBytes / step * step, smallest, LargestBlock);
    }

    /// <summary>The plan.</summary>
    public LoweredPlan Plan { get; }

    /// <summary>The place of each slot, -1 for data and retained slots.</summary>
    public int[] PlaceOf { get; }

    /// <summary>The width of each place.</summary>
    public IReadOnlyList<int> Widths { get; }

    /// <summary>The largest number of samples in a block.</summary>
    public int BlockRows { get; }

    /// <summary>The number of chunks, each summed on its own, that an execution is cut into.</summary>
    public int Chunks(int samples)
    {
        var work = (double)Plan.FlopsPerSample * samples;
        var chunks = work switch
        {
            < 1e6 => 1,
            < 4e7 => 2,
            < 4e8 => 4,
            _ => MostChunks,
        };
        return Math.Clamp(samples / _fewestRows, 1, chunks);
    }
}
