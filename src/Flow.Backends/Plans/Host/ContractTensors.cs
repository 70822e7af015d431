namespace Flow.Backends.Plans.Host;

/// <summary>
/// Any index product of one or two parameter-sized tensors, by nested loops over precomputed strides.
/// </summary>
internal sealed class ContractTensors : HostOp
{
    private readonly int _destination;
    private readonly int _a;
    private readonly int _b;
    private readonly int[] _sizes;
    private readonly int[][] _strides;
    private readonly int[] _counter;
    private readonly bool _toScalar;

    /// <summary>Makes the operation.</summary>
    /// <param name="destination">The slot of the result.</param>
    /// <param name="toScalar">Whether the slot is a scalar.</param>
    /// <param name="a">The slot of the first factor.</param>
    /// <param name="b">The slot of the second factor, -1 where there is none.</param>
    /// <param name="sizes">The size of each index.</param>
    /// <param name="strides">The strides of result, first and second factor along each index.</param>
    public ContractTensors(int destination, bool toScalar, int a, int b, int[] sizes, int[][] strides)
    {
        (_destination, _toScalar, _a, _b, _sizes, _strides) = (destination, toScalar, a, b, sizes, strides);
        _counter = new int[sizes.Length];
    }

    /// <inheritdoc />
    public override void Run(HostMemory memory)
    {
        var target = _toScalar ? memory.Scalars.AsSpan(_destination, 1) : memory.Tensors[_destination].AsSpan();
        var a = memory.Tensors[_a];
        target.Clear();
        Array.Clear(_counter);
        int pc = 0, pa = 0, pb = 0;
        do
        {
            target[pc] += a[pa] * (_b < 0 ? 1 : memory.Tensors[_b][pb]);
        }
        while (Advance(ref pc, ref pa, ref pb));
    }

    private bool Advance(ref int pc, ref int pa, ref int pb)
    {
        for (var d = _sizes.Length - 1; d >= 0; d--)
        {
            pc += _strides[0][d];
            pa += _strides[1][d];
            pb += _strides[2][d];
            if (++_counter[d] < _sizes[d])
            {
                return true;
            }

            pc -= _strides[0][d] * _sizes[d];
            pa -= _strides[1][d] * _sizes[d];
            pb -= _strides[2][d] * _sizes[d];
            _counter[d] = 0;
        }

        return false;
    }
}
