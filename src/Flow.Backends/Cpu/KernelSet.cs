using System.Numerics;
using Flow.Backends.Cpu.Gemm;

namespace Flow.Backends.Cpu;

/// <summary>The kernels of one instruction set in one precision.</summary>
/// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
/// <remarks>
/// Stateless and safe to call from several threads at once on disjoint outputs. No method allocates unless it says so.
/// Views must not overlap unless it is said that they may. Obtained from <see cref="InstructionSet.Kernels{T}"/>.
/// </remarks>
public abstract partial class KernelSet<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected KernelSet(InstructionSet instructionSet, int lanes, bool manyRegisters)
    {
        InstructionSet = instructionSet;
        Lanes = lanes;
        ManyRegisters = manyRegisters;
    }

    /// <summary>The instruction set that the kernels were compiled for.</summary>
    public InstructionSet InstructionSet { get; }

    /// <summary>Elements per vector.</summary>
    public int Lanes { get; }

    private protected bool ManyRegisters { get; }

    /// <summary>Allocates a zeroed matrix, padded for these kernels.</summary>
    /// <param name="rows">Number of rows, at least 0.</param>
    /// <param name="columns">Number of columns, at least 0.</param>
    /// <exception cref="OutOfMemoryException">The memory is not to be had.</exception>
    public PlanBuffer<T> Allocate(int rows, int columns) => new(rows, columns, Lanes);

    /// <summary>Allocates panels for a right factor k x n.</summary>
    /// <param name="depth">Rows k of the factor, at least 0.</param>
    /// <param name="columns">Columns n of the factor, at least 0.</param>
    /// <exception cref="OutOfMemoryException">The memory is not to be had.</exception>
    public PackedPanels<T> AllocatePanels(int depth, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(depth);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        return new(depth, columns, Lanes, ManyRegisters);
    }
}
