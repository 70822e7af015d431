using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>Recognises which kernel an index product with per-sample factors is.</summary>
internal sealed class ContractionLowering(SampleLowering samples, PlanSource source, Levels levels)
{
    /// <summary>A per-sample result.</summary>
    public SampleOp PerSample(Product product)
    {
        var (a, b) = Order(product);
        var destination = source.Width(product);
        if (b is null && a.Indices.SequenceEqual([0, 2, 1]) && product.IndexDimensions.Length == 3)
        {
            var sizes = a.Value.Shape.Dimensions;
            return new TransposeOp(
                samples.NewSlot(destination), samples.SlotOf(a.Value), source.Size(sizes[1]), source.Size(sizes[2]));
        }

        if (b is not { } second || !levels.IsSample(a.Value) || !IsMatrix(a))
        {
            return General(product, samples.NewSlot(destination), false);
        }

        if (IsMatrixProduct(product, a, second))
        {
            return Multiply(product, a, second);
        }

        if (product.Shape.Rank == 1 && a.Indices.SequenceEqual(second.Indices) && levels.IsSample(second.Value))
        {
            var (first, other) = (samples.SlotOf(a.Value), samples.SlotOf(second.Value));
            return new RowOp(RowOpKind.Inner, samples.NewSlot(destination), first, other, source.Width(a.Value));
        }

        return General(product, samples.NewSlot(destination), false);
    }

    /// <summary>A sum over samples.</summary>
    public void Accumulate(Product product, int hostSlot, int level)
    {
        var (a, b) = Order(product);
        var count = product.Shape.Count(source.Size);
        if (b is { } second && levels.IsSample(second.Value) && IsOuter(product, a, second))
        {
            var (left, right) = a.Indices[1] == 0 ? (a, second) : (second, a);
            var (first, other) = (samples.SlotOf(left.Value), samples.SlotOf(right.Value));
            var (rows, columns) = (source.Width(left.Value), source.Width(right.Value));
            samples.CountFlops(2L * rows * columns);
            samples.Accumulators.Add(new(true, rows, columns, product.IsScalar, hostSlot, level));
            samples.Add(level, new OuterOp(samples.Accumulators.Count - 1, first, other));
        }
        else if (IsColumnSum(product, a, b))
        {
            // The elementwise product is stored; the kernels sum its columns.
            var slot = samples.SlotOf(b is null ? a.Value : Algebra.Hadamard(a.Value, b.Value.Value));
            samples.Accumulators.Add(new(false, 1, count, product.IsScalar, hostSlot, level));
            samples.Add(level, new ColumnSumOp(samples.Accumulators.Count - 1, slot));
        }
        else
        {
            var operation = General(product, samples.Accumulators.Count, true);
            samples.Accumulators.Add(new(false, 1, count, product.IsScalar, hostSlot, level));
            samples.Add(level, operation with { Destination = samples.Accumulators.Count - 1 });
        }
    }

    private MultiplyOp Multiply(Product product, Factor a, Factor parameter)
    {
        var slot = samples.SlotOf(a.Value);
        var tensor = samples.Host.Tensor(parameter.Value);
        var rows = source.Size(parameter.Value.Shape.Dimensions[0]);
        var columns = source.Size(parameter.Value.Shape.Dimensions[1]);
        samples.CountFlops(2L * rows * columns);
        var use = new ParameterUse(tensor, rows, columns, parameter.Indices[0] == 1, samples.LevelOf(product));
        return new(samples.NewSlot(source.Width(product)), slot, samples.Use(use));
    }

    /// <summary>A per-sample factor first, where there is one; the second is null where there is only one.</summary>
    private (Factor A, Factor? B) Order(Product product) => product.Tensors.Length switch
    {
        1 => (product.Tensors[0], null),
        2 when levels.IsSample(product.Tensors[0].Value) => (product.Tensors[0], product.Tensors[1]),
        2 => (product.Tensors[1], product.Tensors[0]),
        _ => throw new PlanException($"{product} has more than two factors; split it into pairs."),
    };

    private static bool IsMatrix(Factor factor) => factor.Indices.Length == 2 && factor.Indices[0] != factor.Indices[1];

    /// <summary>C_{nj} = sum_i A_{ni} P_{ji} or sum_i A_{ni} P_{ij}.</summary>
    private bool IsMatrixProduct(Product product, Factor a, Factor parameter) =>
        product.Shape.Rank == 2 && product.IndexDimensions.Length == 3 && a.Indices.SequenceEqual([0, 2])
        && !levels.IsSample(parameter.Value) && parameter.Indices.Order().SequenceEqual([1, 2]);

    /// <summary>C_{ji} = sum_n A_{nj} B_{ni}.</summary>
    private static bool IsOuter(Product product, Factor a, Factor b) => product.Shape.Rank == 2
        && product.IndexDimensions.Length == 3 && IsMatrix(a) && IsMatrix(b)
        && a.Indices[0] == 2 && b.Indices[0] == 2 && a.Indices[1] != b.Indices[1];

    /// <summary>c_j = sum_n A_{nj}, or sum_n A_{nj} B_{nj}, where n may be samples and pixels.</summary>
    private bool IsColumnSum(Product product, Factor a, Factor? b) => product.Shape.Rank == 1
        && a.Indices.Length >= 2 && a.Indices.Distinct().Count() == a.Indices.Length && a.Indices[^1] == 0
        && a.Value.Shape.Dimensions[0] == source.Samples
        && (b is not { } other || (levels.IsSample(other.Value) && other.Indices.SequenceEqual(a.Indices)));

    private GeneralOp General(Product product, int destination, bool isAccumulation)
    {
        var (a, b) = Order(product);
        var sampleIndex = product.IndexDimensions.IndexOf(source.Samples);
        var sizes = product.IndexDimensions.Select((d, i) => i == sampleIndex ? 1 : source.Size(d)).ToArray();
        var result = Enumerable.Range(0, product.Shape.Rank).ToArray();
        int[] Along(Factor? factor) => HostLowering.Along(factor is { } f ? [.. f.Indices] : [], sizes);
        return new(
            destination,
            isAccumulation,
            Lower(a),
            b is { } second ? Lower(second) : null,
            sizes,
            [HostLowering.Along(result, sizes), Along(a), Along(b)]);
    }

    private GeneralFactor Lower(Factor factor) => levels.IsSample(factor.Value)
        ? new(true, samples.SlotOf(factor.Value))
        : new(false, samples.Host.Tensor(factor.Value));
}
