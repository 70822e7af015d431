namespace Flow.Integrators.Spaces;

/// <summary>R^n as arrays of doubles with SIMD loops on the calling thread; the default space.</summary>
/// <remarks>Reductions add lane by lane and then the lanes in order, so results depend on the vector width of the
/// machine but on nothing else.</remarks>
public sealed class ArraySpace : IVectorSpace
{
    /// <summary>Creates the space.</summary>
    /// <param name="layout">The named blocks of every vector.</param>
    public ArraySpace(VectorLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
    }

    /// <summary>Creates the space of vectors with one block named y.</summary>
    /// <param name="length">Number of entries, at least 1.</param>
    /// <exception cref="ArgumentException">The length is below 1.</exception>
    public ArraySpace(int length)
        : this(new VectorLayout(length))
    {
    }

    /// <inheritdoc/>
    public VectorLayout Layout { get; }

    /// <summary>Makes a vector with the given entries.</summary>
    /// <param name="values">As many entries as the layout's length.</param>
    /// <returns>A new vector of this space.</returns>
    /// <exception cref="ArgumentException">The number of entries is wrong.</exception>
    public ArrayVector Create(params ReadOnlySpan<double> values)
    {
        var vector = new ArrayVector(Layout);
        Write(values, vector);
        return vector;
    }

    /// <inheritdoc/>
    public Vector Allocate() => new ArrayVector(Layout);

    /// <inheritdoc/>
    public void Copy(Vector source, Vector destination) => Values(source).CopyTo(Values(destination), 0);

    /// <inheritdoc/>
    public void FillZero(Vector destination) => Array.Clear(Values(destination));

    /// <inheritdoc/>
    public void LinearCombination(
        Vector destination,
        double baseWeight,
        Vector basePoint,
        double scale,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<Vector> terms)
    {
        RequireSameCount(weights.Length, terms.Length);
        var result = Values(destination);
        var origin = Values(basePoint);
        if (weights.Length == 1 && weights[0] == 1)
        {
            SimdKernels.Combine(baseWeight, origin, scale, Values(terms[0]), result);
            return;
        }

        Span<double> sum = stackalloc double[SimdKernels.ChunkLength];
        for (var offset = 0; offset < result.Length; offset += SimdKernels.ChunkLength)
        {
            var count = Math.Min(SimdKernels.ChunkLength, result.Length - offset);
            SumTerms(weights, terms, offset, sum[..count]);
            SimdKernels.Combine(
                baseWeight, origin.AsSpan(offset, count), scale, sum[..count], result.AsSpan(offset, count));
        }
    }

    /// <inheritdoc/>
    public void InnerProducts(ReadOnlySpan<Vector> left, ReadOnlySpan<Vector> right, Span<double> products)
    {
        RequireSameCount(left.Length, right.Length);
        for (var i = 0; i < left.Length; i++)
        {
            products[i] = SimdKernels.Dot(Values(left[i]), Values(right[i]));
        }
    }

    /// <inheritdoc/>
    public WeightedNorm WeightedNorm(
        double scale,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<Vector> terms,
        Vector start,
        Vector end,
        Tolerances tolerances)
    {
        ArgumentNullException.ThrowIfNull(tolerances);
        RequireSameCount(weights.Length, terms.Length);
        var (first, last) = (Values(start), Values(end));
        var reduction = new NormReduction();
        Span<double> error = stackalloc double[SimdKernels.ChunkLength];
        for (var offset = 0; offset < first.Length; offset += SimdKernels.ChunkLength)
        {
            var chunk = error[..Math.Min(SimdKernels.ChunkLength, first.Length - offset)];
            SumTerms(weights, terms, offset, chunk);
            SimdKernels.DivideByWeights(
                chunk, scale, first.AsSpan(offset, chunk.Length), last.AsSpan(offset, chunk.Length), tolerances);
            reduction.Add(chunk, last.AsSpan(offset, chunk.Length), offset);
        }

        return reduction.Result(first.Length);
    }

    /// <inheritdoc/>
    public void BlockNorms(ReadOnlySpan<double> weights, ReadOnlySpan<Vector> terms, Span<double> norms)
    {
        RequireSameCount(weights.Length, terms.Length);
        RequireSameCount(norms.Length, Layout.Blocks.Length);
        Span<double> sum = stackalloc double[SimdKernels.ChunkLength];
        for (var block = 0; block < norms.Length; block++)
        {
            var (_, start, length) = Layout.Blocks[block];
            var squares = 0.0;
            for (var offset = 0; offset < length; offset += SimdKernels.ChunkLength)
            {
                var chunk = sum[..Math.Min(SimdKernels.ChunkLength, length - offset)];
                SumTerms(weights, terms, start + offset, chunk);
                squares += SimdKernels.Dot(chunk, chunk);
            }

            norms[block] = Math.Sqrt(squares);
        }
    }

    /// <inheritdoc/>
    public double BlockNormDefect(Vector point, ReadOnlySpan<int> blocks)
    {
        var (vector, defect) = (Own(point), 0.0);
        foreach (var block in blocks)
        {
            var values = vector.AsSpan(block);
            var norm = Math.Sqrt(SimdKernels.Dot(values, values));
            // Math.Max keeps a NaN.
            defect = Math.Max(defect, IsUsableNorm(norm) ? Math.Abs(norm - 1) : double.NaN);
        }

        return defect;
    }

    /// <inheritdoc/>
    public double NormalizeBlocks(Vector point, ReadOnlySpan<int> blocks)
    {
        var (vector, defect) = (Own(point), 0.0);
        foreach (var block in blocks)
        {
            var values = vector.AsSpan(block);
            var norm = Math.Sqrt(SimdKernels.Dot(values, values));
            if (IsUsableNorm(norm))
            {
                SimdKernels.Divide(values, norm);
                defect = Math.Max(defect, Math.Abs(norm - 1));
            }
            else
            {
                defect = double.NaN;
            }
        }

        return defect;
    }

    /// <inheritdoc/>
    public void RemoveRadialPart(Vector point, Vector direction, ReadOnlySpan<int> blocks)
    {
        var (at, along) = (Own(point), Own(direction));
        foreach (var block in blocks)
        {
            var y = at.AsSpan(block);
            var d = along.AsSpan(block);
            var factor = -SimdKernels.Dot(y, d) / SimdKernels.Dot(y, y);
            SimdKernels.Combine(1, d, factor, y, d);
        }
    }

    /// <inheritdoc/>
    public int FirstNonFinite(Vector point) => SimdKernels.FirstNonFinite(Values(point));

    /// <inheritdoc/>
    public void Read(Vector source, Span<double> destination)
    {
        RequireSameCount(destination.Length, Layout.Length);
        Values(source).CopyTo(destination);
    }

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<double> source, Vector destination)
    {
        RequireSameCount(source.Length, Layout.Length);
        source.CopyTo(Values(destination));
    }

    // Terms go four at a time: the sum of a chunk stays in the first-level cache, so memory is passed over once.
    private void SumTerms(ReadOnlySpan<double> weights, ReadOnlySpan<Vector> terms, int offset, Span<double> sum)
    {
        sum.Clear();
        var i = 0;
        for (; i + 4 <= terms.Length; i += 4)
        {
            SimdKernels.AddFour(
                weights.Slice(i, 4),
                Values(terms[i]).AsSpan(offset, sum.Length),
                Values(terms[i + 1]).AsSpan(offset, sum.Length),
                Values(terms[i + 2]).AsSpan(offset, sum.Length),
                Values(terms[i + 3]).AsSpan(offset, sum.Length),
                sum);
        }

        for (; i < terms.Length; i++)
        {
            SimdKernels.Combine(1, sum, weights[i], Values(terms[i]).AsSpan(offset, sum.Length), sum);
        }
    }

    private static bool IsUsableNorm(double norm) => norm > 0 && double.IsFinite(norm);

    private double[] Values(Vector vector) => Own(vector).Values;

    private ArrayVector Own(Vector vector) =>
        vector is ArrayVector own && own.Layout.Length == Layout.Length ? own : throw new ArgumentException(
            "the vector is not of this space; make it with Allocate or Create of the same ArraySpace");

    private static void RequireSameCount(int count, int expected)
    {
        if (count != expected)
        {
            throw new ArgumentException($"{count} values were given where {expected} belong");
        }
    }
}
