using Flow.Backends.Cpu.Elementwise;

namespace Flow.Backends.Cpu;

/// <content>Elementwise programs.</content>
public abstract partial class KernelSet<T>
{
    /// <summary>Runs an elementwise program over <paramref name="rows"/> x <paramref name="columns"/> places.</summary>
    /// <param name="program">The program.</param>
    /// <param name="rows">Rows N of the run.</param>
    /// <param name="columns">Columns C of the run.</param>
    /// <param name="inputs">
    /// Input views by slot: N x C for matrices, 1 x C for row vectors, N x 1 for column vectors.
    /// </param>
    /// <param name="outputs">Output views by slot, N x C; an output may be the same view as a matrix input.</param>
    /// <param name="scalars">Scalars by slot, rounded to the precision of the kernels.</param>
    /// <param name="sums">Sums by slot, in double precision; the run adds to what they hold.</param>
    /// <exception cref="ArgumentException">An argument is missing or has another shape.</exception>
    /// <remarks>
    /// Sums are taken in a fixed order that depends on the shapes and the instruction set alone. Padding never enters
    /// a sum. Fastest when all matrices have the same stride and own their padding, as buffers of one width do.
    /// </remarks>
    public void Run(
        ElementwiseProgram program,
        int rows,
        int columns,
        ReadOnlySpan<MatrixView<T>> inputs,
        ReadOnlySpan<MatrixView<T>> outputs,
        ReadOnlySpan<double> scalars = default,
        Span<double> sums = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ProgramArguments<T> arguments = new(rows, columns, inputs, outputs, scalars, sums);
        arguments.Validate(program);
        RunCore(program, arguments);
    }

    private protected abstract void RunCore(ElementwiseProgram program, in ProgramArguments<T> arguments);
}
