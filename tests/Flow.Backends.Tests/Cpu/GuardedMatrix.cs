using System.Numerics;
using System.Runtime.InteropServices;
using Flow.Backends.Cpu;

namespace Flow.Backends.Tests.Cpu;

/// <summary>
/// A matrix whose padding is NaN and whose surroundings hold a canary, so that padding that reaches a result and writes
/// outside the owned places both show.
/// </summary>
internal sealed unsafe class GuardedMatrix<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Guard = 64;
    private static readonly T Canary = T.CreateTruncating(-98765.5);
    private readonly T* memory;
    private readonly int length;

    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="padTo">Row padding is owned up to a multiple of this; 1 for none.</param>
    /// <param name="gap">Places between the owned part of a row and the next row that nobody may touch.</param>
    public GuardedMatrix(int rows, int columns, int padTo = 1, int gap = 0)
    {
        int padded = (columns + padTo - 1) / padTo * padTo;
        int stride = padded + gap;
        length = (rows * stride) + (2 * Guard);
        memory = (T*)NativeMemory.AlignedAlloc((nuint)(length * sizeof(T)), 64);
        new Span<T>(memory, length).Fill(Canary);
        // Without a gap after the last row the view may not claim more than what follows from its stride.
        View = new MatrixView<T>(memory + Guard, rows, columns, stride, padded);
        ForEachPlace((i, j) =>
        {
            if (j >= columns && j < padded)
            {
                View[i, j] = T.NaN;
            }
        });
    }

    public MatrixView<T> View { get; }

    public GuardedMatrix<T> Fill(Func<int, int, double> value)
    {
        for (int i = 0; i < View.Rows; i++)
        {
            for (int j = 0; j < View.Columns; j++)
            {
                View[i, j] = T.CreateTruncating(value(i, j));
            }
        }

        return this;
    }

    public double Value(int row, int column) => double.CreateTruncating(View[row, column]);

    public void AssertSurroundingsUntouched()
    {
        bool intact = new ReadOnlySpan<T>(memory, Guard).IndexOfAnyExcept(Canary) < 0
            && new ReadOnlySpan<T>(memory + length - Guard, Guard).IndexOfAnyExcept(Canary) < 0;
        ForEachPlace((i, j) => intact &= j < View.PaddedColumns || View[i, j] == Canary);
        Assert.True(intact, "A kernel wrote outside the places that its view owns.");
    }

    public void AssertEquals(Func<int, int, double> expected, double relative = 0)
    {
        for (int i = 0; i < View.Rows; i++)
        {
            for (int j = 0; j < View.Columns; j++)
            {
                double want = expected(i, j);
                double got = Value(i, j);
                if (!(Math.Abs(got - want) <= relative * Math.Abs(want)) && !got.Equals(want))
                {
                    Assert.Fail($"({i}, {j}) of {View.Rows} x {View.Columns}: {got:R} instead of {want:R}.");
                }
            }
        }

        AssertSurroundingsUntouched();
    }

    public void Dispose() => NativeMemory.AlignedFree(memory);

    private void ForEachPlace(Action<int, int> visit)
    {
        for (int i = 0; i < View.Rows; i++)
        {
            for (int j = 0; j < View.Stride; j++)
            {
                visit(i, j);
            }
        }
    }
}
