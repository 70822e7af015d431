using System.Numerics;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>Work on finished rows of a product while they are still in the first-level cache.</summary>
/// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
public interface IGemmTail<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Called once for each block of rows, in order.</summary>
    /// <param name="rows">The finished rows of C.</param>
    /// <param name="firstRow">Where they start in C.</param>
    void Finish(MatrixView<T> rows, int firstRow);
}
