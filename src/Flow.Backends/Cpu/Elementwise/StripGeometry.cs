using System.Numerics;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>
/// How a run is cut into strips: several whole rows at once where all matrices lie alike, else parts of a row.
/// </summary>
/// <param name="RowsPerStrip">Rows of a strip; 1 means parts of one row.</param>
/// <param name="RowLength">Places from one row to the next inside a strip of several rows.</param>
internal readonly record struct StripGeometry(int RowsPerStrip, int RowLength)
{
    public bool HasManyRows => RowsPerStrip > 1;

    public static StripGeometry Of<T>(ElementwiseProgram program, in ProgramArguments<T> arguments, int stripLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = 0;
        foreach (ref readonly Place place in program.Places.AsSpan())
        {
            if (place.Kind is not (PlaceKind.Matrix or PlaceKind.Output))
            {
                continue;
            }

            MatrixView<T> view = (place.Kind == PlaceKind.Matrix ? arguments.Inputs : arguments.Outputs)[place.Slot];
            if (view.PaddedColumns != view.Stride || (stride != 0 && view.Stride != stride))
            {
                return new StripGeometry(1, 0);
            }

            stride = view.Stride;
        }

        stride = stride == 0 ? arguments.Columns : stride;
        return stride == 0 ? new StripGeometry(1, 0) : new StripGeometry(Math.Max(1, stripLength / stride), stride);
    }
}
