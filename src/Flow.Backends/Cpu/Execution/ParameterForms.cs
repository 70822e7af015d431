using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Gemm;
using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// Parameter matrices in the forms that products read: padded, or packed into panels when transposed.
/// </summary>
internal sealed class ParameterForms<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LoweredPlan _plan;
    private readonly KernelSet<T> _kernels;
    private readonly Dictionary<int, PlanBuffer<T>> _matrices = [];
    private readonly PackedPanels<T>?[] _panels;
    private readonly (int Tensor, PlanBuffer<T> Matrix)[][] _imports;
    private readonly (PlanBuffer<T> Matrix, PackedPanels<T> Panels)[][] _packings;
    private readonly PlanBuffer<T>[] _rows;

    public ParameterForms(LoweredPlan plan, KernelSet<T> kernels)
    {
        _plan = plan;
        _kernels = kernels;
        var levels = new Dictionary<int, int>();
        _panels = new PackedPanels<T>?[plan.Parameters.Count];
        for (var i = 0; i < plan.Parameters.Count; i++)
        {
            var use = plan.Parameters[i];
            if (!_matrices.ContainsKey(use.Tensor))
            {
                _matrices.Add(use.Tensor, kernels.Allocate(use.Rows, use.Columns));
            }

            levels[use.Tensor] = Math.Min(use.Level, levels.GetValueOrDefault(use.Tensor, int.MaxValue));
            _panels[i] = ParameterForm.IsPacked(use) ? kernels.AllocatePanels(use.Columns, use.Rows) : null;
        }

        _rows = [.. plan.Rows.Select(row => kernels.Allocate(1, row.Width))];
        _imports = [.. plan.Phases.Select((_, level) => _matrices.Where(pair => levels[pair.Key] == level)
            .Select(static pair => (pair.Key, pair.Value)).ToArray())];
        _packings = [.. plan.Phases.Select((_, level) => Enumerable.Range(0, _panels.Length)
            .Where(i => _panels[i] is not null && plan.Parameters[i].Level == level)
            .Select(i => (_matrices[plan.Parameters[i].Tensor], _panels[i]!)).ToArray())];
    }

    /// <summary>The bytes held.</summary>
    public long Bytes => Unsafe.SizeOf<T>() * (_matrices.Values.Sum(static matrix => (long)matrix.Length)
        + _panels.Sum(static panels => panels?.Length ?? 0)
        + _rows.Sum(static row => (long)row.Length));

    /// <summary>Brings the forms that a phase reads up to date.</summary>
    public void Refresh(HostMemory memory, int level)
    {
        foreach (var (tensor, matrix) in _imports[level])
        {
            MatrixCopy.Import(memory.Tensors[tensor], matrix.View);
        }

        foreach (var (matrix, panels) in _packings[level])
        {
            _kernels.PackTransposed(matrix.View, panels);
        }

        for (var i = 0; i < _rows.Length; i++)
        {
            Repeat(memory.Tensors[_plan.Rows[i].Tensor], _rows[i].View);
        }
    }

    /// <summary>The product of per-sample rows with a parameter matrix.</summary>
    public Factors<T> Times(MatrixView<T> a, int use)
    {
        var parameter = _plan.Parameters[use];
        return _panels[use] is { } panels ? Product.Packed(a, panels)
            : parameter.Transposed ? Product.TransposedB(a, _matrices[parameter.Tensor].View)
            : Product.Plain(a, _matrices[parameter.Tensor].View);
    }

    /// <summary>A parameter matrix as it is, padded.</summary>
    public MatrixView<T> Matrix(int use) => _matrices[_plan.Parameters[use].Tensor].View;

    /// <summary>A parameter-sized tensor as one row, repeated up to a width.</summary>
    public MatrixView<T> Row(int tensor, int width)
    {
        for (var i = 0; i < _rows.Length; i++)
        {
            if (_plan.Rows[i].Tensor == tensor && _plan.Rows[i].Width == width)
            {
                return _rows[i].View;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(tensor), tensor, "Not a row input of the plan.");
    }

    private static void Repeat(double[] values, MatrixView<T> row)
    {
        if (values.Length == row.Columns)
        {
            MatrixCopy.Import(values, row);
            return;
        }

        var target = row.Row(0);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = i < values.Length ? T.CreateTruncating(values[i]) : target[i - values.Length];
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var buffer in _matrices.Values.Concat(_rows))
        {
            buffer.Dispose();
        }

        foreach (var panels in _panels)
        {
            panels?.Dispose();
        }
    }
}
