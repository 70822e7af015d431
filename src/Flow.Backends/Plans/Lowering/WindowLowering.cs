using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>Lowers convolutions, sums over windows and other views of images.</summary>
internal sealed class WindowLowering(SampleLowering samples, PlanSource source)
{
    /// <summary>A per-sample value that is no index product; null where it is none of these.</summary>
    public int? PerSample(Expr node)
    {
        switch (node)
        {
            case Reshape:
                return samples.SlotOf(node.Operands[0]);
            case Convolution convolution:
                var operation = PerSample(convolution);
                samples.Add(samples.LevelOf(node), operation);
                return operation.Destination;
            case WindowSum sum:
                var slot = samples.SlotOf(sum.Operands[0]);
                var destination = samples.NewSlot(source.Width(sum));
                var channels = source.Size(sum.Shape.Dimensions[2]);
                samples.CountFlops((long)channels * sum.Windows.Taps.Count());
                samples.Add(
                    samples.LevelOf(node), new WindowSumOp(destination, slot, sum.Windows, sum.IsAdjoint, channels));
                return destination;
            default:
                return null;
        }
    }

    /// <summary>The gradient of a kernel, a sum over samples.</summary>
    public void Accumulate(Convolution node, int hostSlot, int level)
    {
        var (inputs, outputs) = (Size(node.Operands[0], 2), Size(node.Operands[1], 2));
        var (image, output) = (samples.SlotOf(node.Operands[0]), samples.SlotOf(node.Operands[1]));
        var depth = node.Form.Windows.Kernel * node.Form.Windows.Kernel * inputs;
        CountFlops(node, inputs, outputs);
        samples.Accumulators.Add(new(true, outputs, depth, false, hostSlot, level));
        samples.Add(level, new ConvolveOp(
            ConvolutionRole.Kernel,
            samples.Accumulators.Count - 1,
            image,
            output,
            node.Form.Windows,
            inputs,
            outputs));
    }

    private ConvolveOp PerSample(Convolution node)
    {
        var isForward = node.Role == ConvolutionRole.Output;
        var (data, kernel) = isForward ? (node.Operands[0], node.Operands[1]) : (node.Operands[1], node.Operands[0]);
        var (inputs, outputs) = (Size(kernel, 3), Size(kernel, 0));
        var slot = samples.SlotOf(data);
        var depth = node.Form.Windows.Kernel * node.Form.Windows.Kernel * inputs;
        var use = samples.Use(
            new(samples.Host.Tensor(kernel), outputs, depth, isForward, samples.LevelOf(node)));
        CountFlops(node, inputs, outputs);
        return new(
            node.Role, samples.NewSlot(source.Width(node)), slot, use, node.Form.Windows, inputs, outputs);
    }

    private int Size(Expr node, int dimension) => source.Size(node.Shape.Dimensions[dimension]);

    private void CountFlops(Convolution node, int inputs, int outputs) =>
        samples.CountFlops(2L * inputs * outputs * node.Form.Windows.Taps.Count());
}
