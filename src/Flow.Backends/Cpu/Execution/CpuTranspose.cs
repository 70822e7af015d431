using System.Numerics;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>The matrix of each sample transposed.</summary>
internal sealed unsafe class CpuTranspose<T>(TransposeOp operation) : CpuOp<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Tile = 8;

    /// <inheritdoc />
    public override void Run(BlockRun<T> run, int worker)
    {
        var (source, target) = (run.Views[operation.A], run.Views[operation.Destination]);
        for (var n = 0; n < run.Rows; n++)
        {
            Transpose(source.Pointer + ((nint)n * source.Stride), target.Pointer + ((nint)n * target.Stride));
        }
    }

    /// <summary>By square tiles, so that both sides stay in the first-level cache.</summary>
    private void Transpose(T* source, T* target)
    {
        var (rows, columns) = (operation.Rows, operation.Columns);
        for (var row = 0; row < rows; row += Tile)
        {
            var lastRow = Math.Min(rows, row + Tile);
            for (var column = 0; column < columns; column++)
            {
                for (var i = row; i < lastRow; i++)
                {
                    target[(column * rows) + i] = source[(i * columns) + column];
                }
            }
        }
    }
}
