namespace Flow.Integrators.Spaces;

/// <summary>The operations that the solvers need of a real vector space; each is one pass over memory, works on vectors
/// of this space only, and allocates nothing except <see cref="Allocate"/>.</summary>
/// <remarks>Reductions use a fixed order, so equal inputs give equal bits. A destination may be one of the
/// inputs.</remarks>
public interface IVectorSpace
{
    /// <summary>The named blocks of every vector of this space.</summary>
    VectorLayout Layout { get; }

    /// <summary>Makes a zero vector.</summary>
    /// <returns>A new vector of this space.</returns>
    Vector Allocate();

    /// <summary>destination = source.</summary>
    /// <param name="source">The vector to copy.</param>
    /// <param name="destination">The vector to overwrite.</param>
    void Copy(Vector source, Vector destination);

    /// <summary>destination = 0.</summary>
    /// <param name="destination">The vector to overwrite.</param>
    void FillZero(Vector destination);

    /// <summary>destination = baseWeight * basePoint + scale * sum_i weights[i] * terms[i], the sum taken
    /// first.</summary>
    /// <param name="destination">The vector to overwrite.</param>
    /// <param name="baseWeight">Factor of the base point.</param>
    /// <param name="basePoint">The base point, such as the state at the start of a step.</param>
    /// <param name="scale">Factor of the sum, such as the step size h.</param>
    /// <param name="weights">One weight for each term.</param>
    /// <param name="terms">The vectors to add, such as stages; may be none.</param>
    void LinearCombination(
        Vector destination,
        double baseWeight,
        Vector basePoint,
        double scale,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<Vector> terms);

    /// <summary>products[i] = sum_j left[i]_j right[i]_j.</summary>
    /// <param name="left">First factors.</param>
    /// <param name="right">Second factors, as many.</param>
    /// <param name="products">The inner products, as many.</param>
    void InnerProducts(ReadOnlySpan<Vector> left, ReadOnlySpan<Vector> right, Span<double> products);

    /// <summary>The norms of e = scale * sum_i weights[i] * terms[i] relative to
    /// atol + rtol max(|start_j|, |end_j|), with the worst component; e is not stored.</summary>
    /// <param name="scale">Factor of the sum, such as the step size h.</param>
    /// <param name="weights">One weight for each term.</param>
    /// <param name="terms">The vectors that make up the error.</param>
    /// <param name="start">State at the start of the step.</param>
    /// <param name="end">State at the end of the step; the norm is NaN where it is not finite.</param>
    /// <param name="tolerances">rtol and atol.</param>
    /// <returns>Both norms and the worst component.</returns>
    WeightedNorm WeightedNorm(
        double scale,
        ReadOnlySpan<double> weights,
        ReadOnlySpan<Vector> terms,
        Vector start,
        Vector end,
        Tolerances tolerances);

    /// <summary>norms[b] = ||e_b||, the Euclidean norm of each block of e = sum_i weights[i] * terms[i]; e is not
    /// stored.</summary>
    /// <param name="weights">One weight for each term.</param>
    /// <param name="terms">The vectors to add.</param>
    /// <param name="norms">One norm for each of <see cref="VectorLayout.Blocks"/>; not finite where e is not.</param>
    void BlockNorms(ReadOnlySpan<double> weights, ReadOnlySpan<Vector> terms, Span<double> norms);

    /// <summary>max_k | ||y_k|| - 1 | over the chosen blocks, Frobenius norms.</summary>
    /// <param name="point">The vector y.</param>
    /// <param name="blocks">Positions in <see cref="VectorLayout.Blocks"/>.</param>
    /// <returns>The defect, NaN where a block is zero or not finite.</returns>
    double BlockNormDefect(Vector point, ReadOnlySpan<int> blocks);

    /// <summary>y_k = y_k / ||y_k|| for the chosen blocks; a block that is zero or not finite stays as it is.</summary>
    /// <param name="point">The vector y.</param>
    /// <param name="blocks">Positions in <see cref="VectorLayout.Blocks"/>.</param>
    /// <returns>The defect before, NaN where a block is zero or not finite.</returns>
    double NormalizeBlocks(Vector point, ReadOnlySpan<int> blocks);

    /// <summary>d_k = d_k - (&lt;y_k, d_k&gt; / ||y_k||^2) y_k for the chosen blocks.</summary>
    /// <param name="point">The vector y, its chosen blocks not zero.</param>
    /// <param name="direction">The vector d to change.</param>
    /// <param name="blocks">Positions in <see cref="VectorLayout.Blocks"/>.</param>
    void RemoveRadialPart(Vector point, Vector direction, ReadOnlySpan<int> blocks);

    /// <summary>Looks for an entry that is NaN or infinite.</summary>
    /// <param name="point">The vector to look through.</param>
    /// <returns>The first such index, or -1.</returns>
    int FirstNonFinite(Vector point);

    /// <summary>Copies the entries to the host; meant for samples and checkpoints, called inside a step only by
    /// implicit methods that factor a small matrix.</summary>
    /// <param name="source">The vector to read.</param>
    /// <param name="destination">Host memory of the vector's length.</param>
    void Read(Vector source, Span<double> destination);

    /// <summary>Sets the entries from the host; meant for initial states and checkpoints, called inside a step only by
    /// implicit methods that factor a small matrix.</summary>
    /// <param name="source">Host memory of the vector's length.</param>
    /// <param name="destination">The vector to overwrite.</param>
    void Write(ReadOnlySpan<double> source, Vector destination);
}
