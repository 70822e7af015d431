using System.Collections.Immutable;

namespace Flow.Backends.Reference;

/// <summary>An index product of dense tensors by plain nested loops, one pair of factors at a time.</summary>
internal static class Contraction
{
    /// <summary>One factor with its indices.</summary>
    public readonly record struct Term(Tensor Value, ImmutableArray<int> Indices);

    /// <summary>sum over all indices but the first rank of the product of the terms.</summary>
    public static Tensor Of(IReadOnlyList<Term> terms, int[] indexSizes, int rank)
    {
        var rest = terms.OrderByDescending(static term => term.Value.Values.Length).ToList();
        var result = new Term(Tensor.Scalar(1), []);
        while (rest.Count > 0)
        {
            var next = Next(result, rest, indexSizes);
            rest.Remove(next);
            var later = rest.SelectMany(static term => term.Indices).ToHashSet();
            var kept = result.Indices.Concat(next.Indices).Distinct()
                .Where(index => index < rank || later.Contains(index)).Order().ToImmutableArray();
            result = Pair(result, next, indexSizes, kept);
        }

        return Pair(result, new(Tensor.Scalar(1), []), indexSizes, [.. Enumerable.Range(0, rank)]).Value;
    }

    /// <summary>
    /// The largest term first, then always the one with the fewest loops, so that no outer product grows.
    /// </summary>
    private static Term Next(Term result, List<Term> rest, int[] indexSizes) => result.Indices.IsEmpty
        ? rest[0]
        : rest.MinBy(term => result.Indices.Union(term.Indices)
            .Aggregate(1L, (count, index) => count * indexSizes[index]));

    private static Term Pair(Term a, Term b, int[] indexSizes, ImmutableArray<int> output)
    {
        var loops = output.Concat(a.Indices.Concat(b.Indices).Distinct().Except(output)).ToArray();
        var sizes = loops.Select(index => indexSizes[index]).ToArray();
        var result = new Tensor(
            [.. output.Select(index => indexSizes[index])],
            new double[output.Aggregate(1, (count, index) => count * indexSizes[index])]);
        var strides = new[] { Along(loops, a), Along(loops, b), Along(loops, new(result, output)) };
        Run(sizes, strides, a.Value.Values, b.Value.Values, result.Values);
        return new(result, output);
    }

    /// <summary>The stride of a term along each loop index, 0 where it does not carry the index.</summary>
    private static int[] Along(int[] loops, Term term)
    {
        var own = term.Value.Strides();
        return [.. loops.Select(index =>
            Enumerable.Range(0, own.Length).Where(d => term.Indices[d] == index).Sum(d => own[d]))];
    }

    private static void Run(int[] sizes, int[][] strides, double[] a, double[] b, double[] c)
    {
        if (sizes.Length == 0)
        {
            c[0] += a[0] * b[0];
            return;
        }

        var counter = new int[sizes.Length];
        var last = sizes.Length - 1;
        int pa = 0, pb = 0, pc = 0;
        while (true)
        {
            for (var i = 0; i < sizes[last]; i++)
            {
                c[pc + (i * strides[2][last])] += a[pa + (i * strides[0][last])] * b[pb + (i * strides[1][last])];
            }

            var d = last - 1;
            while (d >= 0 && ++counter[d] == sizes[d])
            {
                counter[d--] = 0;
            }

            if (d < 0)
            {
                return;
            }

            (pa, pb, pc) = (Offset(counter, strides[0]), Offset(counter, strides[1]), Offset(counter, strides[2]));
        }
    }

    private static int Offset(int[] counter, int[] strides)
    {
        var offset = 0;
        for (var d = 0; d < counter.Length - 1; d++)
        {
            offset += counter[d] * strides[d];
        }

        return offset;
    }
}
