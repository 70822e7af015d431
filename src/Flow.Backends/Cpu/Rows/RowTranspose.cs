using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Rows;

/// <summary>The matrix of the sample transposed.</summary>
internal sealed class RowTranspose(TransposeOp operation, RowMemory memory) : RowOperation
{
    private readonly double[] _source = memory.Slots[operation.A];
    private readonly double[] _target = memory.Slots[operation.Destination];

    /// <inheritdoc />
    public override void Run()
    {
        var (rows, columns) = (operation.Rows, operation.Columns);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                _target[(column * rows) + row] = _source[(row * columns) + column];
            }
        }
    }
}
