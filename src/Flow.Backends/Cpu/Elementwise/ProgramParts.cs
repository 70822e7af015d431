namespace Flow.Backends.Cpu.Elementwise;

/// <summary>Where the elements of a value come from.</summary>
internal enum PlaceKind
{
    Matrix,
    RowVector,
    ColumnVector,
    Scalar,
    Constant,
    Register,
    Output,
}

/// <summary>One strip of elements: a slot of the caller's arguments, a constant, or a register.</summary>
internal readonly record struct Place(PlaceKind Kind, int Slot, double Constant = 0);

/// <summary>One operation on places.</summary>
internal readonly record struct Instruction(
    ElementwiseOperation Operation, int A, int B, int C, int Target, int Parameter);

/// <summary>A sum over all elements of a place.</summary>
internal readonly record struct Reduction(int Place, int Slot);
