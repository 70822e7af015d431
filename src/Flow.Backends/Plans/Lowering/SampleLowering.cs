using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>
/// Lowers per-sample values and sums over samples to operations on blocks of samples, sorted by phase.
/// </summary>
internal sealed class SampleLowering
{
    private readonly PlanSource _source;
    private readonly Levels _levels;
    private readonly HostLowering _host;
    private readonly HashSet<Expr> _shared;
    private readonly Dictionary<Expr, int> _slots = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<int, List<SampleOp>> _operations = [];

    public SampleLowering(PlanSource source, Levels levels, IEnumerable<Expr> outputs)
    {
        _source = source;
        _levels = levels;
        _host = new(source, levels) { Accumulate = LowerAccumulation };
        _shared = SharedFunctions.In(outputs);
        for (var i = 0; i < source.Data.Length; i++)
        {
            _slots.Add(source.Data[i], NewSlot(source.Width(source.Data[i]), i));
        }
    }

    /// <summary>The lowering of what has no samples.</summary>
    public HostLowering Host => _host;

    /// <summary>The matrices of samples x width.</summary>
    public List<SampleSlot> Slots { get; } = [];

    /// <summary>The sums over samples.</summary>
    public List<Accumulator> Accumulators { get; } = [];

    /// <summary>The parameter matrices used in products.</summary>
    public List<ParameterUse> Parameters { get; } = [];

    /// <summary>Multiplications and additions for each sample.</summary>
    public long Flops { get; private set; }

    /// <summary>The operations of each phase.</summary>
    public IReadOnlyList<SampleOp> Operations(int level) => _operations.TryGetValue(level, out var list) ? list : [];

    /// <summary>The last phase with operations on samples; -1 where there are none.</summary>
    public int LastLevel => _operations.Count == 0 ? -1 : _operations.Keys.Max();

    /// <summary>Copies a per-sample value to an output.</summary>
    public void CopyOut(int output, Expr node) => List(_levels.Of(node)).Add(new CopyOutOp(output, Slot(node)));

    /// <summary>The slot of a per-sample value, lowering it first where needed.</summary>
    private int Slot(Expr node)
    {
        if (_slots.TryGetValue(node, out var slot))
        {
            return slot;
        }

        RequireSamplesFirst(node);
        if (IsElementwise(node))
        {
            var emission = Prepare(node);
            return _slots.TryGetValue(node, out slot) ? slot : emission.Store(node);
        }

        return node switch
        {
            Product product => LowerProduct(product),
            RowFunction row => LowerRow(row),
            _ when new WindowLowering(this, _source).PerSample(node) is { } made => _slots[node] = made,
            _ => throw new PlanException($"{node} of shape {node.Shape} cannot be computed for each sample."),
        };
    }

    /// <summary>
    /// Whether a node is computed inside elementwise code; a scaled product counts, its core does not.
    /// </summary>
    private static bool IsElementwise(Expr node) => node is Sum or Power or Elementwise or Constant
        || (node is Product product
            && (HostLowering.ScaleOf(product) is not null
                || GraphNormalization.IsElementwise(product) || IsRowwise(product)));

    /// <summary>
    /// An elementwise product in which some factors are parameter-sized tensors repeated for each sample, or for each
    /// pixel of each sample.
    /// </summary>
    internal static bool IsRowwise(Product product) => product.Shape.Rank >= 2 && !product.Tensors.IsEmpty
        && product.IndexDimensions.Length == product.Shape.Rank
        && product.Tensors.All(factor => factor.Indices.SequenceEqual(
            Enumerable.Range(0, product.Shape.Rank).TakeLast(factor.Indices.Length)));

    /// <summary>Computes everything that the elementwise code of a node reads, then opens code for it.</summary>
    private CodeEmission Prepare(Expr root)
    {
        var level = _levels.Of(root) - (_levels.IsSample(root) ? 0 : 1);
        PrepareLeaves(root, level, new(ReferenceEqualityComparer.Instance));
        var list = List(level);
        var width = _levels.IsSample(root) ? _source.Width(root) : WidthOfSummands(root);
        if (list.Count == 0 || list[^1] is not CodeOp { Code: var code } || code.Width != width)
        {
            code = new(width);
            list.Add(new CodeOp(code));
        }

        return new(this, code);
    }

    private int WidthOfSummands(Expr reduction) =>
        _source.Width(((Product)reduction).Tensors.First(factor => _levels.IsSample(factor.Value)).Value);

    /// <summary>
    /// Computes what code of a phase reads; a value that is to be kept is computed in the phase it belongs to, where
    /// other operations may need it.
    /// </summary>
    private void PrepareLeaves(Expr node, int level, HashSet<Expr> visited)
    {
        if (!visited.Add(node) || _slots.ContainsKey(node))
        {
            return;
        }

        if (!_levels.IsSample(node))
        {
            PrepareHost(node);
        }
        else if (!IsElementwise(node) || (IsShared(node) && _levels.Of(node) < level))
        {
            Slot(node);
        }
        else
        {
            foreach (var operand in CodeOperands(node))
            {
                PrepareLeaves(operand, level, visited);
            }
        }
    }

    private void PrepareHost(Expr node)
    {
        if (node is Constant)
        {
            return;
        }

        _ = node.IsScalar ? _host.Scalar(node) : _host.Tensor(node);
    }

    /// <summary>What the elementwise code of a node is made of.</summary>
    private static IEnumerable<Expr> CodeOperands(Expr node)
    {
        if (node is not Product product)
        {
            return node.Operands;
        }

        var scale = HostLowering.ScaleOf(product);
        if (scale is null || GraphNormalization.IsElementwise(product) || IsRowwise(product))
        {
            return product.Operands;
        }

        return product.Scalars.Append(GraphNormalization.Core(product));
    }

    private void LowerAccumulation(Expr node, int hostSlot)
    {
        var level = _levels.Of(node) - 1;
        if (node is Convolution convolution)
        {
            new WindowLowering(this, _source).Accumulate(convolution, hostSlot, level);
            return;
        }

        var product = (Product)node;
        if (GraphNormalization.IsFullReduction(product) && product.Tensors.All(f => f.Indices[0] == 0))
        {
            foreach (var factor in product.Tensors)
            {
                PrepareLeaves(factor.Value, level, new(ReferenceEqualityComparer.Instance));
            }

            Accumulators.Add(new(false, 1, 1, true, hostSlot, level));
            var accumulator = Accumulators.Count - 1;
            Prepare(product).Sum(product, accumulator);
            return;
        }

        new ContractionLowering(this, _source, _levels).Accumulate(product, hostSlot, level);
    }

    private int LowerProduct(Product product)
    {
        var operation = new ContractionLowering(this, _source, _levels).PerSample(product);
        _slots.Add(product, operation.Writes.Single());
        List(_levels.Of(product)).Add(operation);
        return _slots[product];
    }

    private int LowerRow(RowFunction row)
    {
        var length = _source.Size(row.Operands[0].Shape.Dimensions[^1]);
        var operand = Slot(row.Operands[0]);
        var slot = NewSlot(_source.Width(row));
        var kind = row.IsSoftmax ? RowOpKind.Softmax : RowOpKind.LogSumExp;
        List(_levels.Of(row)).Add(new RowOp(kind, slot, operand, operand, length));
        _slots.Add(row, slot);
        return slot;
    }

    private void RequireSamplesFirst(Expr node)
    {
        var dimensions = node.Shape.Dimensions;
        if (dimensions[0] != _source.Samples || dimensions.Count(d => d == _source.Samples) > 1)
        {
            throw new PlanException(
                $"{node} of shape {node.Shape} pairs samples or transposes them; "
                + $"{_source.Samples} must come first, once.");
        }

        if (node is RowFunction && node.Operands[0].Shape.Rank == 1)
        {
            throw new PlanException($"{node} runs over the samples; softmax and log-sum-exp run over outputs.");
        }
    }

    /// <summary>The slot of a per-sample value if it is computed already.</summary>
    internal int? KnownSlot(Expr node) => _slots.TryGetValue(node, out var slot) ? slot : null;

    /// <summary>
    /// Whether a value is to be kept when it is first computed, because computing it again is costly.
    /// </summary>
    internal bool IsShared(Expr node) => _shared.Contains(node);

    /// <summary>Makes the slot that a per-sample value is stored to.</summary>
    internal int NewSlotFor(Expr node)
    {
        var slot = NewSlot(_source.Width(node));
        _slots.Add(node, slot);
        return slot;
    }

    /// <summary>The slot of a per-sample factor.</summary>
    internal int SlotOf(Expr node) => Slot(node);

    /// <summary>Makes a slot.</summary>
    internal int NewSlot(int width, int data = -1)
    {
        Slots.Add(new(width, data));
        return Slots.Count - 1;
    }

    /// <summary>The position of a parameter matrix among those used in products.</summary>
    internal int Use(ParameterUse use)
    {
        var position = Parameters.IndexOf(use);
        if (position < 0)
        {
            position = Parameters.Count;
            Parameters.Add(use);
        }

        return position;
    }

    /// <summary>Adds an operation to a phase.</summary>
    internal void Add(int level, SampleOp operation) => List(level).Add(operation);

    /// <summary>Counts floating-point operations.</summary>
    internal void CountFlops(long flops) => Flops += flops;

    /// <summary>The phase of a node.</summary>
    internal int LevelOf(Expr node) => _levels.Of(node);

    private List<SampleOp> List(int level)
    {
        if (!_operations.TryGetValue(level, out var list))
        {
            _operations.Add(level, list = []);
        }

        return list;
    }
}
