using Flow.Backends.Cpu;

namespace Flow.Backends.Tests.Cpu;

public class PlanBufferTests
{
    [Theory]
    [InlineData(1, 4, 8, 1)]
    [InlineData(2, 4, 8, 4)]
    [InlineData(64, 4, 8, 72)]
    [InlineData(10, 4, 8, 12)]
    [InlineData(127, 4, 8, 136)]
    [InlineData(128, 4, 8, 136)]
    [InlineData(128, 8, 4, 144)]
    [InlineData(96, 8, 4, 96)]
    [InlineData(256, 8, 4, 272)]
    [InlineData(0, 8, 4, 0)]
    public void Stride_is_padded_and_avoids_multiples_of_half_a_kibibyte(
        int columns, int lanes, int size, int expected) =>
        Assert.Equal(expected, MatrixLayout.Stride(columns, lanes, size));

    [Fact]
    public unsafe void Buffer_is_aligned_and_zero_and_owns_its_padding()
    {
        using PlanBuffer<double> buffer = new(3, 10, 4);
        Assert.Equal(0, (nint)buffer.View.Pointer % MatrixLayout.Alignment);
        Assert.Equal((12, 12, (nuint)36), (buffer.Stride, buffer.View.PaddedColumns, buffer.Length));
        Assert.True(new ReadOnlySpan<double>(buffer.View.Pointer, 36).IndexOfAnyExcept(0.0) < 0);
    }

    [Fact]
    public void Disposed_buffer_gives_no_view_and_may_be_disposed_again()
    {
        PlanBuffer<float> buffer = new(2, 2, 8);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.View);
    }

    [Fact]
    public void View_that_does_not_fit_is_refused()
    {
        using PlanBuffer<double> buffer = new(4, 6, 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.SliceRows(3, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.View.Row(4));
        Assert.Throws<ArgumentOutOfRangeException>(() => Narrow());

        static unsafe MatrixView<double> Narrow() => new(null, 2, 5, 4);
    }

    [Fact]
    public void Instruction_set_is_found_by_name()
    {
        Assert.All(InstructionSet.All, set => Assert.Same(set, InstructionSet.Named(set.Name)));
        Assert.Same(InstructionSet.Best, InstructionSet.Named("best"));
        Assert.True(InstructionSet.Best.IsAccelerated);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => InstructionSet.Named("mmx"));
        Assert.Contains("v256", refusal.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => InstructionSet.Best.Kernels<Half>());
    }
}
