using Flow.Experiments.Configuration;

namespace Flow.Experiments.Data;

/// <summary>Samples with targets, ready for a network; nothing changes the arrays after loading.</summary>
public sealed record Dataset
{
    /// <summary>Largest number of input entries (samples times dimension) that is kept in memory.</summary>
    public const long LargestSize = 1L << 29;

    /// <summary>Number of samples N.</summary>
    public required int Count { get; init; }

    /// <summary>Length d of an input.</summary>
    public required int Dimension { get; init; }

    /// <summary>Number of target columns o.</summary>
    public required int Outputs { get; init; }

    /// <summary>Inputs, N x d, sample by sample: entry i of sample n at n d + i.</summary>
    public required double[] Inputs { get; init; }

    /// <summary>Targets, N x o, sample by sample.</summary>
    public required double[] Targets { get; init; }

    /// <summary>Class of each sample, an index into <see cref="ClassLabels"/>; empty when targets are values.</summary>
    public required int[] Labels { get; init; }

    /// <summary>The label in the data of each class; for two, the first is +1. Empty when targets are values.</summary>
    public required ValueList<int> ClassLabels { get; init; }

    /// <summary>Channels, height and width of an input (stored channel-major), or null when they are unknown.</summary>
    public InputShape? Shape { get; init; }

    /// <summary>The test part, or null.</summary>
    public Dataset? Test { get; init; }
}
