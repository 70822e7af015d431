namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// Joins products to the elementwise code that alone reads them, where the code is a ReLU, its derivative, a mask or a
/// sum of products, so that a product is finished in registers and never stored.
/// </summary>
internal static class ProductFusion
{
    /// <summary>The phases with products and code joined.</summary>
    public static List<PlanPhase> Fuse(IReadOnlyList<PlanPhase> phases)
    {
        var readers = phases.SelectMany(static phase => phase.Samples)
            .SelectMany(static operation => operation.Reads.Distinct())
            .CountBy(static slot => slot).ToDictionary();
        return [.. phases.Select(phase => phase with { Samples = Fuse(phase.Samples, readers) })];
    }

    private static List<SampleOp> Fuse(IReadOnlyList<SampleOp> operations, Dictionary<int, int> readers)
    {
        var products = operations.OfType<MultiplyOp>()
            .Where(product => readers.GetValueOrDefault(product.Destination) == 1)
            .ToDictionary(static product => product.Destination);
        var joined = new Dictionary<SampleOp, List<MultiplyOp>>(ReferenceEqualityComparer.Instance);
        var absorbed = new HashSet<SampleOp>(ReferenceEqualityComparer.Instance);
        foreach (var operation in operations.OfType<CodeOp>())
        {
            if (FinishPattern.Match(operation.Code, products.ContainsKey) is { } pattern)
            {
                joined.Add(operation, Join(pattern, products, operation.Code.Stores[0].Slot));
                absorbed.UnionWith(pattern.Products.Select(term => products[term.Slot]));
            }
        }

        return
        [
            .. operations.Where(operation => !absorbed.Contains(operation)).SelectMany<SampleOp, SampleOp>(operation =>
                joined.TryGetValue(operation, out var replacement) ? replacement : [operation]),
        ];
    }

    private static List<MultiplyOp> Join(
        FinishPattern pattern, Dictionary<int, MultiplyOp> products, int destination) =>
    [
        .. pattern.Products.Select((term, i) => products[term.Slot] with
        {
            Destination = destination,
            Scale = term.Scale,
            Finish = pattern.Finish,
            Mask = pattern.Mask,
            Accumulates = i > 0,
        }),
    ];
}
