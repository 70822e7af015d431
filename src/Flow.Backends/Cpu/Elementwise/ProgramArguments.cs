using System.Numerics;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>The arguments of one run of a program.</summary>
internal readonly ref struct ProgramArguments<T>(
    int rows,
    int columns,
    ReadOnlySpan<MatrixView<T>> inputs,
    ReadOnlySpan<MatrixView<T>> outputs,
    ReadOnlySpan<double> scalars,
    Span<double> sums)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly int Rows = rows;
    public readonly int Columns = columns;
    public readonly ReadOnlySpan<MatrixView<T>> Inputs = inputs;
    public readonly ReadOnlySpan<MatrixView<T>> Outputs = outputs;
    public readonly ReadOnlySpan<double> Scalars = scalars;
    public readonly Span<double> Sums = sums;

    /// <summary>Checks counts and shapes against what the program needs.</summary>
    /// <exception cref="ArgumentException">An argument is missing or has another shape.</exception>
    public void Validate(ElementwiseProgram program)
    {
        if (Inputs.Length < program.InputCount || Outputs.Length < program.OutputCount
            || Scalars.Length < program.ScalarCount || Sums.Length < program.SumCount)
        {
            throw new ArgumentException(
                $"The program needs {program.InputCount} inputs, {program.OutputCount} outputs, {program.ScalarCount} "
                + $"scalars and {program.SumCount} sums; it got {Inputs.Length}, {Outputs.Length}, "
                + $"{Scalars.Length} and {Sums.Length}.");
        }

        foreach (ref readonly Place place in program.Places.AsSpan())
        {
            ValidateShape(place);
        }
    }

    private void ValidateShape(in Place place)
    {
        bool fits = place.Kind switch
        {
            PlaceKind.Matrix => HasShape(Inputs[place.Slot], Rows, Columns),
            PlaceKind.RowVector => HasShape(Inputs[place.Slot], 1, Columns),
            PlaceKind.ColumnVector => HasShape(Inputs[place.Slot], Rows, 1),
            PlaceKind.Output => HasShape(Outputs[place.Slot], Rows, Columns),
            _ => true,
        };
        if (!fits)
        {
            throw new ArgumentException(
                $"{place.Kind} {place.Slot} does not have the shape of a run over {Rows} x {Columns}.");
        }
    }

    private static bool HasShape(in MatrixView<T> view, int rows, int columns) =>
        view.Rows == rows && view.Columns == columns;
}
