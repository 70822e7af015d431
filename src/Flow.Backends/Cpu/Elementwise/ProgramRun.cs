using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Reductions;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>
/// Runs a program strip by strip; all state is on the stack, so a run allocates nothing and needs no scratch.
/// </summary>
/// <remarks>
/// A place is used where it lies in the caller's memory when the whole vectors of the strip stay inside what the view
/// owns; else it is copied element by element through the place's own scratch strip.
/// </remarks>
internal unsafe ref struct ProgramRun<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ElementwiseProgram program;
    private readonly ProgramArguments<T> arguments;
    private readonly StripGeometry geometry;
    private readonly int stripLength;
    private readonly T* scratch;
    private readonly T** pointers;

    private ProgramRun(
        ElementwiseProgram program, in ProgramArguments<T> arguments, int stripLength, T* scratch, T** pointers)
    {
        this.program = program;
        this.arguments = arguments;
        this.stripLength = stripLength;
        this.scratch = scratch;
        this.pointers = pointers;
        geometry = StripGeometry.Of(program, arguments, stripLength);
    }

    [SkipLocalsInit]
    public static void Run(ElementwiseProgram program, in ProgramArguments<T> arguments)
    {
        int places = program.Places.Length;
        if (places == 0 || arguments.Rows == 0 || arguments.Columns == 0)
        {
            return;
        }

        int stripLength = program.StripLength(sizeof(T));
        byte* memory = stackalloc byte[(places * stripLength * sizeof(T)) + MatrixLayout.Alignment];
        T** pointers = stackalloc T*[places];
        nint aligned = ((nint)memory + MatrixLayout.Alignment - 1) & -MatrixLayout.Alignment;
        ProgramRun<TS, TV, T> run = new(program, arguments, stripLength, (T*)aligned, pointers);
        run.Prepare();
        run.AllStrips();
    }

    private void AllStrips()
    {
        for (int row = 0; row < arguments.Rows; row += geometry.RowsPerStrip)
        {
            if (geometry.HasManyRows)
            {
                int rows = Math.Min(geometry.RowsPerStrip, arguments.Rows - row);
                OneStrip(new StripRange(row, rows, 0, rows * geometry.RowLength));
                continue;
            }

            for (int column = 0; column < arguments.Columns; column += stripLength)
            {
                OneStrip(new StripRange(row, 1, column, Math.Min(stripLength, arguments.Columns - column)));
            }
        }
    }

    /// <summary>Fills what is the same in every strip, as far as the longest strip reaches.</summary>
    private void Prepare()
    {
        int rowsInStrip = Math.Min(geometry.RowsPerStrip, arguments.Rows);
        int reached = geometry.HasManyRows ? rowsInStrip * geometry.RowLength : arguments.Columns;
        int length = Math.Min(stripLength, MatrixLayout.RoundUp(reached, TS.Count));
        for (int i = 0; i < program.Places.Length; i++)
        {
            ref readonly Place place = ref program.Places[i];
            T* own = scratch + ((nint)i * stripLength);
            pointers[i] = own;
            if (place.Kind is PlaceKind.Constant or PlaceKind.Scalar)
            {
                double value = place.Kind == PlaceKind.Constant ? place.Constant : arguments.Scalars[place.Slot];
                new Span<T>(own, length).Fill(T.CreateTruncating(value));
            }
            else if (place.Kind == PlaceKind.RowVector && geometry.HasManyRows)
            {
                RepeatRow(arguments.Inputs[place.Slot], own);
            }
        }
    }

    private readonly void RepeatRow(MatrixView<T> row, T* target)
    {
        new Span<T>(target, stripLength).Clear();
        for (int i = 0; i < Math.Min(geometry.RowsPerStrip, arguments.Rows); i++)
        {
            row.Row(0).CopyTo(new Span<T>(target + ((nint)i * geometry.RowLength), row.Columns));
        }
    }

    private readonly void OneStrip(StripRange range)
    {
        int whole = MatrixLayout.RoundUp(range.Count, TS.Count);
        for (int i = 0; i < program.Places.Length; i++)
        {
            Bind(i, range, whole);
        }

        foreach (ref readonly Instruction step in program.Instructions.AsSpan())
        {
            OperationTable<TS, TV, T>.Loops[(int)step.Operation](
                pointers[step.A], pointers[step.B], pointers[step.C], pointers[step.Target], whole, step.Parameter);
        }

        for (int i = 0; i < program.Places.Length; i++)
        {
            WriteBack(i, range);
        }

        foreach (ref readonly Reduction sum in program.Reductions.AsSpan())
        {
            arguments.Sums[sum.Slot] += SumOf(pointers[sum.Place], range);
        }
    }

    private readonly void Bind(int index, StripRange range, int whole)
    {
        ref readonly Place place = ref program.Places[index];
        T* own = scratch + ((nint)index * stripLength);
        switch (place.Kind)
        {
            case PlaceKind.Matrix:
                pointers[index] = Readable(arguments.Inputs[place.Slot], range, whole, own);
                break;
            case PlaceKind.RowVector when !geometry.HasManyRows:
                pointers[index] = Readable(arguments.Inputs[place.Slot], range with { Row = 0 }, whole, own);
                break;
            case PlaceKind.ColumnVector:
                RepeatColumn(arguments.Inputs[place.Slot], range, own);
                break;
            case PlaceKind.Output:
                MatrixView<T> view = arguments.Outputs[place.Slot];
                bool direct = whole <= Owned(view, range) && !IsInput(view);
                pointers[index] = direct ? Start(view, range) : own;
                break;
        }
    }

    private readonly T* Readable(MatrixView<T> view, StripRange range, int whole, T* own)
    {
        T* start = Start(view, range);
        if (whole <= Owned(view, range))
        {
            return start;
        }

        new ReadOnlySpan<T>(start, range.Count).CopyTo(new Span<T>(own, range.Count));
        new Span<T>(own + range.Count, whole - range.Count).Clear();
        return own;
    }

    private readonly void RepeatColumn(MatrixView<T> column, StripRange range, T* target)
    {
        int length = geometry.HasManyRows ? geometry.RowLength : range.Count;
        for (int i = 0; i < range.Rows; i++)
        {
            new Span<T>(target, length).Fill(column[range.Row + i, 0]);
            target += length;
        }
    }

    /// <summary>Copies an output that could not be computed in place.</summary>
    private readonly void WriteBack(int index, StripRange range)
    {
        ref readonly Place place = ref program.Places[index];
        T* own = scratch + ((nint)index * stripLength);
        if (place.Kind == PlaceKind.Output && pointers[index] == own)
        {
            T* target = Start(arguments.Outputs[place.Slot], range);
            new ReadOnlySpan<T>(own, range.Count).CopyTo(new Span<T>(target, range.Count));
        }
    }

    private readonly double SumOf(T* values, StripRange range)
    {
        if (!geometry.HasManyRows || geometry.RowLength == arguments.Columns)
        {
            return WideSum<TS, TV, T>.Sum(values, range.Count);
        }

        if (arguments.Columns < TS.Count)
        {
            return NarrowSum(values, range.Rows);
        }

        double sum = 0;
        for (int i = 0; i < range.Rows; i++)
        {
            sum += WideSum<TS, TV, T>.Sum(values + ((nint)i * geometry.RowLength), arguments.Columns);
        }

        return sum;
    }

    private readonly double NarrowSum(T* values, int rows)
    {
        double sum = 0;
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < arguments.Columns; j++)
            {
                sum += double.CreateTruncating(values[j]);
            }

            values += geometry.RowLength;
        }

        return sum;
    }

    /// <summary>Places that the view owns from the start of the strip on.</summary>
    private readonly nint Owned(MatrixView<T> view, StripRange range) => geometry.HasManyRows
        ? (nint)(arguments.Rows - range.Row) * view.Stride
        : view.PaddedColumns - range.Column;

    private static T* Start(MatrixView<T> view, StripRange range) =>
        view.Pointer + ((nint)range.Row * view.Stride) + range.Column;

    /// <summary>
    /// Whether an output shares memory with an input, which it must then not overwrite before the strip's end.
    /// </summary>
    private readonly bool IsInput(MatrixView<T> output)
    {
        foreach (ref readonly Place place in program.Places.AsSpan())
        {
            if (place.Kind == PlaceKind.Matrix)
            {
                MatrixView<T> input = arguments.Inputs[place.Slot];
                nint extent = (nint)arguments.Rows * Math.Max(input.Stride, output.Stride);
                if (input.Pointer < output.Pointer + extent && output.Pointer < input.Pointer + extent)
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Rows and columns of one strip; Count elements lie side by side from (Row, Column).</summary>
    private readonly record struct StripRange(int Row, int Rows, int Column, int Count);
}
