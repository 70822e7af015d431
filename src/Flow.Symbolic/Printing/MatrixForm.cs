using System.Collections.Immutable;

namespace Flow.Symbolic.Printing;

/// <summary>
/// Finds matrix notation for an index product: inner products, elementwise products, matrix products, diagonal
/// scalings, sums along a dimension, outer products and broadcasts, by joining factors until one is left.
/// </summary>
internal sealed class MatrixForm
{
    private readonly List<Block> _blocks;
    private readonly ImmutableArray<int> _open;
    private readonly Func<int, string> _letter;

    private MatrixForm(IEnumerable<Block> blocks, ImmutableArray<int> open, Func<int, string> letter)
    {
        _blocks =
        [
            .. blocks.OrderBy(static block => block.Order)
                .ThenByDescending(static block => TextNotation.Instance.Write(block.Body), StringComparer.Ordinal),
        ];
        _open = open;
        _letter = letter;
    }

    /// <summary>The factors after joining: scalars, and at most one tensor; null where there is no such form.</summary>
    /// <param name="blocks">The factors.</param>
    /// <param name="open">The indices of the result in order.</param>
    /// <param name="letter">The letter of a summed index.</param>
    public static IReadOnlyList<Block>? Find(
        IEnumerable<Block> blocks, ImmutableArray<int> open, Func<int, string> letter)
    {
        var form = new MatrixForm(blocks, open, letter);
        while (form.JoinOne())
        {
        }

        return form.Finish();
    }

    private bool JoinOne() =>
        JoinPair(Inner) || SumAlone() || JoinPair(Elementwise) || JoinPair(Diagonal) || JoinPair(MatrixProduct)
        || JoinPair(PartialInner);

    private bool JoinPair(Func<Block, Block, Block?> join)
    {
        for (var i = 0; i < _blocks.Count; i++)
        {
            for (var j = 0; j < _blocks.Count; j++)
            {
                if (i != j && _blocks[i].Rank > 0 && _blocks[j].Rank > 0 && join(_blocks[i], _blocks[j]) is { } joined)
                {
                    _blocks[Math.Min(i, j)] = joined;
                    _blocks.RemoveAt(Math.Max(i, j));
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsSummed(int index) => !_open.Contains(index);

    private bool OnlyIn(int index, Block a, Block b) => IsSummed(index) && _blocks.All(block =>
        ReferenceEquals(block, a) || ReferenceEquals(block, b) || !block.Indices.Contains(index));

    /// <summary>sum_ij A_ij B_ij.</summary>
    private Block? Inner(Block a, Block b)
    {
        if (a.Rank != b.Rank || !a.Indices.All(index => OnlyIn(index, a, b)))
        {
            return null;
        }

        b = a.Rank == 2 && a.Indices[0] == b.Indices[1] ? b.Transpose() : b;
        if (!a.Indices.SequenceEqual(b.Indices))
        {
            return null;
        }

        Layout inner = a.ReadsAs(b)
            ? new Layout.Raised(new Layout.Norm(a.Body), 2, false)
            : new Layout.Inner(a.Body, b.Body);
        return new([inner], [], Math.Max(a.Order, b.Order));
    }

    /// <summary>A summed index of one factor only: a sum along a dimension, or a trace.</summary>
    private bool SumAlone()
    {
        for (var i = 0; i < _blocks.Count; i++)
        {
            var block = _blocks[i];
            if (block.Rank == 2 && block.Indices[0] == block.Indices[1] && OnlyIn(block.Indices[0], block, block))
            {
                _blocks[i] = new([new Layout.Call("tr", [block.Body])], [], block.Order);
                return true;
            }

            var alone = block.Indices.Where(index => OnlyIn(index, block, block)).Distinct().ToList();
            if (alone.Count > 0 && block.Indices.Distinct().Count() == block.Rank)
            {
                var sum = new Layout.Series([.. alone.Select(_letter)], false, block.Body);
                _blocks[i] = new([sum], [.. block.Indices.Except(alone)], block.Order);
                return true;
            }
        }

        return false;
    }

    /// <summary>A_ij B_ij.</summary>
    private Block? Elementwise(Block a, Block b)
    {
        if (a.Rank != b.Rank || a.Indices.Distinct().Count() != a.Rank)
        {
            return null;
        }

        b = a.Rank == 2 && a.Indices[0] == b.Indices[1] ? b.Transpose() : b;
        if (!a.Indices.SequenceEqual(b.Indices))
        {
            return null;
        }

        var items = new[] { a.Body, b.Body }
            .SelectMany(static body => body is Layout.Hadamard inner ? [.. inner.Items] : new[] { body });
        Layout joined = a.ReadsAs(b) ? LayoutBuilder.Raise(a.Body, 2, true) : new Layout.Hadamard([.. items]);
        return new([joined], a.Indices, Math.Max(a.Order, b.Order));
    }

    /// <summary>s_i A_ij or A_ij s_j where more than a matrix product needs the index.</summary>
    private Block? Diagonal(Block a, Block b)
    {
        if (a.Rank != 1 || b.Rank != 2 || HasDiagonal(b) || !b.Indices.Contains(a.Indices[0])
            || OnlyIn(a.Indices[0], a, b))
        {
            return null;
        }

        var diagonal = new Layout.Call("diag", [a.Body]);
        return b.Indices[0] == a.Indices[0]
            ? new([diagonal, .. b.Chain], b.Indices, Math.Max(a.Order, b.Order))
            : new([.. b.Chain, diagonal], b.Indices, Math.Max(a.Order, b.Order));
    }

    /// <summary>sum_k A_ik B_kj, the result turned as the open indices ask.</summary>
    private Block? MatrixProduct(Block a, Block b)
    {
        var common = a.Indices.Intersect(b.Indices).ToList();
        if (common.Count != 1 || !OnlyIn(common[0], a, b) || a.Rank != 2 || b.Rank > 2
            || HasDiagonal(a) || HasDiagonal(b))
        {
            return null;
        }

        a = a.Indices[1] == common[0] ? a : a.Transpose();
        b = b.Indices[0] == common[0] ? b : b.Transpose();
        var product = new Block(
            [.. a.Chain, .. b.Chain], [a.Indices[0], .. b.Indices.Skip(1)], Math.Max(a.Order, b.Order));
        return product.Rank == 2 && IsTurned(product) ? product.Transpose() : product;
    }

    private static bool HasDiagonal(Block block) => block.Rank == 2 && block.Indices[0] == block.Indices[1];

    private bool IsTurned(Block product)
    {
        var (row, column) = (_open.IndexOf(product.Indices[0]), _open.IndexOf(product.Indices[1]));
        return (row > column && column >= 0) || (row < 0 && column == 0 && _open.Length == 2);
    }

    /// <summary>sum_ij A_ij B_..ij..: an inner product that leaves the other indices of B.</summary>
    private Block? PartialInner(Block a, Block b)
    {
        if (a.Rank >= b.Rank || !a.Indices.All(index => OnlyIn(index, a, b))
            || !b.Indices.Where(a.Indices.Contains).SequenceEqual(a.Indices))
        {
            return null;
        }

        return new(
            [new Layout.Inner(a.Body, b.Body)],
            [.. b.Indices.Where(index => !a.Indices.Contains(index))],
            Math.Max(a.Order, b.Order));
    }

    private List<Block>? Finish()
    {
        var tensors = _blocks.Where(static block => block.Rank > 0).ToList();
        var scalars = _blocks.Where(static block => block.Rank == 0).ToList();
        var joined = tensors.Count switch
        {
            0 => null,
            1 => Orient(tensors[0]),
            _ => Outer(tensors),
        };
        return tensors.Count == 0 ? scalars : joined is null ? null : [.. scalars, joined];
    }

    private Block? Orient(Block block)
    {
        if (block.Indices.SequenceEqual(_open))
        {
            return block;
        }

        if (block.Rank == 2 && block.Indices.Reverse().SequenceEqual(_open))
        {
            return block.Transpose();
        }

        if (block.Rank != 1 || _open.Length != 2 || !_open.Contains(block.Indices[0]))
        {
            return null;
        }

        var ones = new Layout.Ones();
        return _open[0] == block.Indices[0]
            ? new([.. block.Chain, new Layout.Transposed(ones)], _open, block.Order)
            : new([ones, .. block.Transpose().Chain], _open, block.Order);
    }

    /// <summary>x y^T for two vectors, otherwise an outer product of blocks in the order of the open indices.</summary>
    private Block? Outer(List<Block> blocks)
    {
        var ordered = blocks.OrderBy(block => _open.IndexOf(block.Indices[0])).ToList();
        if (!ordered.SelectMany(static block => block.Indices).SequenceEqual(_open))
        {
            return null;
        }

        var order = ordered.Max(static block => block.Order);
        return ordered.Count == 2 && ordered.All(static block => block.Rank == 1)
            ? new([.. ordered[0].Chain, .. ordered[1].Transpose().Chain], _open, order)
            : new([new Layout.Outer([.. ordered.Select(static block => block.Body)])], _open, order);
    }
}
