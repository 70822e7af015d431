using System.Numerics;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>
/// One call of the micro-kernel: C[i, j] = sum over k of A[i ARow + k AStep] B[k BStep + j], for the rows of the tile
/// and the columns of its vectors.
/// </summary>
internal unsafe struct Tile<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public T* A;
    public nint ARow;
    public nint AStep;
    public T* B;
    public nint BStep;
    public nint Depth;
    public T* C;
    public nint CStride;
    public int Row;
    public int Column;
}
