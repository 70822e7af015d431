using Flow.Backends.Plans.Host;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans.Lowering;

/// <summary>Lowers what has no sample dimension to float64 operations, sorted by phase.</summary>
internal sealed class HostLowering
{
    private readonly PlanSource _source;
    private readonly Levels _levels;
    private readonly Dictionary<Expr, int> _scalars = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Expr, int> _tensors = new(ReferenceEqualityComparer.Instance);
    private readonly List<int> _lengths = [];
    private readonly SortedDictionary<int, List<HostOp>> _operations = [];
    private int _scalarCount;

    public HostLowering(PlanSource source, Levels levels)
    {
        _source = source;
        _levels = levels;
        Divisor = NewScalar(DimensionSize.Of(source.Samples));
        foreach (var variable in source.Scalars.Concat(source.Parameters).Concat(source.Late))
        {
            _ = variable.IsScalar ? NewScalar(variable) : NewTensor(variable);
        }
    }

    /// <summary>Receives each sum over samples that is met; it must fill the slot given.</summary>
    public required Action<Expr, int> Accumulate { private get; init; }

    /// <summary>The slot of N.</summary>
    public int Divisor { get; }

    /// <summary>The number of scalar slots.</summary>
    public int ScalarCount => _scalarCount;

    /// <summary>The length of each tensor slot.</summary>
    public IReadOnlyList<int> TensorLengths => _lengths;

    /// <summary>The operations before the samples of a phase.</summary>
    public IReadOnlyList<HostOp> Operations(int level) => _operations.TryGetValue(level, out var list) ? list : [];

    /// <summary>The last phase with operations.</summary>
    public int LastLevel => _operations.Count == 0 ? 0 : _operations.Keys.Max();

    /// <summary>The slot of a scalar, lowering it first where needed.</summary>
    public int Scalar(Expr node)
    {
        if (!_scalars.TryGetValue(node, out var slot))
        {
            slot = LowerScalar(node);
        }

        return slot;
    }

    /// <summary>The slot of a tensor, lowering it first where needed.</summary>
    public int Tensor(Expr node)
    {
        if (!_tensors.TryGetValue(node, out var slot))
        {
            slot = LowerTensor(node);
        }

        return slot;
    }

    /// <summary>The scalar that multiplies the core of a product; null where it is 1.</summary>
    public static Expr? ScaleOf(Product product) => product.Coefficient.IsOne && product.Scalars.IsEmpty
        ? null
        : Algebra.Multiply([Constant.Of(product.Coefficient), .. product.Scalars]);

    private int LowerScalar(Expr node)
    {
        switch (node)
        {
            case Constant constant:
                return Emit(node, slot => new SetScalar(slot, constant.Value.ToDouble()));
            case DimensionSize size:
                return Emit(node, slot => new SetScalar(slot, _source.Size(size.Dimension)));
            case Sum sum:
                var terms = sum.Operands.Select(Scalar).ToArray();
                return Emit(node, slot => new AddScalars(slot, terms));
            case Product { Tensors.IsEmpty: true } product:
                var factors = product.Scalars.Select(Scalar).ToArray();
                return Emit(node, slot => new MultiplyScalars(slot, product.Coefficient.ToDouble(), factors));
            case Product product:
                return LowerContraction(product, true);
            case Power power:
                var operand = Scalar(power.Base);
                return Emit(node, slot => new RaiseScalar(slot, operand, power.Exponent));
            case Elementwise elementwise:
                var operands = elementwise.Operands.Select(Scalar).ToArray();
                return Emit(node, slot => new ApplyScalar(slot, elementwise.Function, operands));
            case RowFunction row:
                return Emit(node, LowerRow(row));
            default:
                throw new PlanException($"{node} cannot be computed; bind it as a scalar of the plan.");
        }
    }

    private int LowerTensor(Expr node)
    {
        switch (node)
        {
            case Constant constant:
                return EmitTensor(node, slot => new FillTensor(slot, constant.Value.ToDouble()));
            case Sum or Product when node is Sum || ScaleOf((Product)node) is not null:
                return LowerCombination(node);
            case Product product:
                return LowerContraction(product, false);
            case Power or Elementwise:
                var operands = node.Operands.Select(Tensor).ToArray();
                return EmitTensor(node, slot => new MapTensor(slot, node, operands));
            case RowFunction row:
                return EmitTensor(node, LowerRow(row));
            case Convolution when _levels.IsAccumulation(node):
                var sum = NewTensor(node);
                Accumulate(node, sum);
                return sum;
            case Reshape:
                var view = Tensor(node.Operands[0]);
                _tensors.Add(node, view);
                return view;
            default:
                throw new PlanException($"{node} of shape {node.Shape} cannot be computed; bind it as a parameter.");
        }
    }

    private Func<int, HostOp> LowerRow(RowFunction row)
    {
        var operand = Tensor(row.Operands[0]);
        var length = _source.Size(row.Operands[0].Shape.Dimensions[^1]);
        return slot => new MapRows(slot, row.IsScalar, operand, length, row.IsSoftmax);
    }

    private int LowerCombination(Expr node)
    {
        var terms = (node is Sum sum ? sum.Operands : [node]).Select(term =>
        {
            var scale = term is Product product ? ScaleOf(product) : null;
            var core = scale is null ? term : GraphNormalization.Core((Product)term);
            return (Scalar(scale ?? Constant.Of(1)), core.IsScalar ? Tensor(Constant.Of(1, term.Shape)) : Tensor(core));
        }).ToArray();
        return EmitTensor(node, slot => new CombineTensors(slot, terms));
    }

    private int LowerContraction(Product product, bool toScalar)
    {
        if (_levels.IsAccumulation(product))
        {
            var slot = toScalar ? NewScalar(product) : NewTensor(product);
            Accumulate(product, slot);
            return slot;
        }

        var slots = product.Tensors.Select(factor => Tensor(factor.Value)).ToArray();
        if (slots.Length > 2)
        {
            throw new PlanException($"{product} has more than two factors; split it into pairs.");
        }

        if (toScalar && slots.Length == 2 && GraphNormalization.IsFullReduction(product))
        {
            return Emit(product, slot => new InnerProduct(slot, slots[0], slots[1]));
        }

        var sizes = product.IndexDimensions.Select(_source.Size).ToArray();
        var strides = Strides(product, sizes);
        HostOp Make(int slot) =>
            new ContractTensors(slot, toScalar, slots[0], slots.Length > 1 ? slots[1] : -1, sizes, strides);
        return toScalar ? Emit(product, Make) : EmitTensor(product, Make);
    }

    /// <summary>The strides of the result and of both factors along each index, for row-major tensors.</summary>
    private static int[][] Strides(Product product, int[] sizes)
    {
        var result = Enumerable.Range(0, product.Shape.Rank).ToArray();
        var second = product.Tensors.Length > 1 ? product.Tensors[1].Indices.ToArray() : [];
        return [Along(result, sizes), Along([.. product.Tensors[0].Indices], sizes), Along(second, sizes)];
    }

    /// <summary>The stride along each index of a row-major tensor that carries given indices.</summary>
    public static int[] Along(int[] indices, int[] sizes)
    {
        var strides = new int[sizes.Length];
        var stride = 1;
        for (var i = indices.Length - 1; i >= 0; i--)
        {
            strides[indices[i]] += stride;
            stride *= sizes[indices[i]];
        }

        return strides;
    }

    private int Emit(Expr node, Func<int, HostOp> make)
    {
        var slot = NewScalar(node);
        Add(node, make(slot));
        return slot;
    }

    private int EmitTensor(Expr node, Func<int, HostOp> make)
    {
        var slot = NewTensor(node);
        Add(node, make(slot));
        return slot;
    }

    private void Add(Expr node, HostOp operation)
    {
        var level = _levels.Of(node);
        if (!_operations.TryGetValue(level, out var list))
        {
            _operations.Add(level, list = []);
        }

        list.Add(operation);
    }

    private int NewScalar(Expr node)
    {
        _scalars.Add(node, _scalarCount);
        return _scalarCount++;
    }

    private int NewTensor(Expr node)
    {
        _tensors.Add(node, _lengths.Count);
        _lengths.Add(node.Shape.Count(_source.Size));
        return _lengths.Count - 1;
    }
}
