namespace Flow.Backends.Cpu.Elementwise;

/// <summary>
/// A chain of elementwise operations that is run strip by strip, so that intermediate results never leave the
/// first-level cache; built by <see cref="ElementwiseProgramBuilder"/>, run by <see cref="KernelSet{T}.Run"/>.
/// </summary>
/// <remarks>Immutable; one program serves both precisions, all instruction sets and any number of threads.</remarks>
public sealed class ElementwiseProgram
{
    private const int StripBytes = 24 * 1024;
    private const int StripStep = 64;
    private const int LongestStrip = 512;

    internal ElementwiseProgram(
        IReadOnlyList<Place> places, IReadOnlyList<Instruction> instructions, IReadOnlyList<Reduction> sums)
    {
        Places = [.. places];
        Instructions = [.. instructions];
        Reductions = [.. sums];
        InputCount = SlotsOf(PlaceKind.Matrix, PlaceKind.RowVector, PlaceKind.ColumnVector);
        OutputCount = SlotsOf(PlaceKind.Output, PlaceKind.Output, PlaceKind.Output);
        ScalarCount = SlotsOf(PlaceKind.Scalar, PlaceKind.Scalar, PlaceKind.Scalar);
        SumCount = Reductions.Length == 0 ? 0 : Reductions.Max(sum => sum.Slot) + 1;
    }

    /// <summary>Views that a run needs as inputs.</summary>
    public int InputCount { get; }

    /// <summary>Views that a run needs as outputs.</summary>
    public int OutputCount { get; }

    /// <summary>Scalars that a run needs.</summary>
    public int ScalarCount { get; }

    /// <summary>Sums that a run adds to.</summary>
    public int SumCount { get; }

    /// <summary>Operations applied to each strip.</summary>
    public int InstructionCount => Instructions.Length;

    internal Place[] Places { get; }

    internal Instruction[] Instructions { get; }

    internal Reduction[] Reductions { get; }

    /// <summary>Elements of a strip: as many as let all places share most of the first-level cache.</summary>
    internal int StripLength(int elementSize)
    {
        int fitting = StripBytes / (Math.Max(1, Places.Length) * elementSize) / StripStep * StripStep;
        return Math.Clamp(fitting, StripStep, LongestStrip);
    }

    private int SlotsOf(PlaceKind first, PlaceKind second, PlaceKind third) => Places
        .Where(place => place.Kind == first || place.Kind == second || place.Kind == third)
        .Select(place => place.Slot + 1)
        .DefaultIfEmpty(0)
        .Max();
}
