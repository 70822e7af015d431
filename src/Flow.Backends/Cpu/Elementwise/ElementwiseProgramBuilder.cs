namespace Flow.Backends.Cpu.Elementwise;

/// <summary>Writes an <see cref="ElementwiseProgram"/>, operation by operation, in the order of execution.</summary>
/// <remarks>
/// Slots number the caller's arguments: matrix, row-vector and column-vector inputs share one numbering, outputs,
/// scalars and sums have their own. Results that nothing uses are dropped; registers are shared by liveness.
/// </remarks>
public sealed class ElementwiseProgramBuilder
{
    private const int MaximumPlaces = 240;
    private readonly List<Node> nodes = [];
    private readonly List<(int Value, int Slot)> outputs = [];
    private readonly List<(int Value, int Slot)> sums = [];

    /// <summary>An input with the shape of the run, N x C.</summary>
    /// <param name="slot">Number of the input view.</param>
    public ElementwiseValue Matrix(int slot) => AddInput(PlaceKind.Matrix, slot);

    /// <summary>An input 1 x C that is the same in all rows.</summary>
    /// <param name="slot">Number of the input view.</param>
    public ElementwiseValue RowVector(int slot) => AddInput(PlaceKind.RowVector, slot);

    /// <summary>An input N x 1 that is the same in all columns.</summary>
    /// <param name="slot">Number of the input view.</param>
    public ElementwiseValue ColumnVector(int slot) => AddInput(PlaceKind.ColumnVector, slot);

    /// <summary>A number that is given with each run.</summary>
    /// <param name="slot">Number of the scalar.</param>
    public ElementwiseValue Scalar(int slot) => AddInput(PlaceKind.Scalar, slot);

    /// <summary>A number that belongs to the program.</summary>
    /// <param name="value">The number; rounded to the precision of the run.</param>
    public ElementwiseValue Constant(double value) => Add(new Node(new Place(PlaceKind.Constant, 0, value), null));

    /// <summary>f(a).</summary>
    /// <param name="operation">An operation of one operand.</param>
    /// <param name="a">The operand.</param>
    /// <exception cref="ArgumentException">The operation takes another number of operands.</exception>
    public ElementwiseValue Apply(ElementwiseOperation operation, ElementwiseValue a) =>
        Apply(operation, 1, a, a, a, 0);

    /// <summary>f(a, b).</summary>
    /// <param name="operation">An operation of two operands.</param>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    /// <exception cref="ArgumentException">The operation takes another number of operands.</exception>
    public ElementwiseValue Apply(ElementwiseOperation operation, ElementwiseValue a, ElementwiseValue b) =>
        Apply(operation, 2, a, b, a, 0);

    /// <summary>f(a, b, c).</summary>
    /// <param name="operation">An operation of three operands.</param>
    /// <param name="a">First operand.</param>
    /// <param name="b">Second operand.</param>
    /// <param name="c">Third operand.</param>
    /// <exception cref="ArgumentException">The operation takes another number of operands.</exception>
    public ElementwiseValue Apply(
        ElementwiseOperation operation, ElementwiseValue a, ElementwiseValue b, ElementwiseValue c) =>
        Apply(operation, 3, a, b, c, 0);

    /// <summary>a^exponent by repeated squaring.</summary>
    /// <param name="a">The base.</param>
    /// <param name="exponent">A whole number, also zero or negative.</param>
    public ElementwiseValue Power(ElementwiseValue a, int exponent) => exponent switch
    {
        2 => Apply(ElementwiseOperation.Square, a),
        3 => Apply(ElementwiseOperation.Multiply, Apply(ElementwiseOperation.Square, a), a),
        -1 => Apply(ElementwiseOperation.Reciprocal, a),
        _ => Apply(ElementwiseOperation.Power, 0, a, a, a, exponent),
    };

    /// <summary>Writes a value to an output view.</summary>
    /// <param name="value">The value.</param>
    /// <param name="slot">Number of the output view; each only once.</param>
    /// <exception cref="ArgumentException">The slot has been written already.</exception>
    public void Output(ElementwiseValue value, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        Require(value);
        if (outputs.Any(output => output.Slot == slot))
        {
            throw new ArgumentException($"Output {slot} is written twice.", nameof(slot));
        }

        outputs.Add((value.Index, slot));
    }

    /// <summary>Adds the sum of a value over all rows and columns, in double precision, to a sum of the run.</summary>
    /// <param name="value">The value.</param>
    /// <param name="slot">Number of the sum; several values may be added to one.</param>
    public void Sum(ElementwiseValue value, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        Require(value);
        sums.Add((value.Index, slot));
    }

    /// <summary>Finishes the program.</summary>
    /// <exception cref="InvalidOperationException">The program needs more places than a strip can hold.</exception>
    public ElementwiseProgram Build()
    {
        ElementwiseProgram program = new PlaceAllocation(nodes, outputs, sums).Allocate();
        return program.Places.Length <= MaximumPlaces
            ? program
            : throw new InvalidOperationException(
                $"The program needs {program.Places.Length} places at once; {MaximumPlaces} are possible. Split it.");
    }

    private static int OperandsOf(ElementwiseOperation operation) => operation switch
    {
        ElementwiseOperation.Power => 0,
        < ElementwiseOperation.Power => 1,
        < ElementwiseOperation.MultiplyAdd => 2,
        _ => 3,
    };

    private ElementwiseValue AddInput(PlaceKind kind, int slot)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(slot);
        Place place = new(kind, slot);
        int known = nodes.FindIndex(node => node.Input == place);
        return known >= 0 ? new ElementwiseValue(known) : Add(new Node(place, null));
    }

    private ElementwiseValue Apply(
        ElementwiseOperation operation,
        int operands,
        ElementwiseValue a,
        ElementwiseValue b,
        ElementwiseValue c,
        int parameter)
    {
        if (OperandsOf(operation) != operands)
        {
            throw new ArgumentException($"{operation} does not take {operands} operands.", nameof(operation));
        }

        Require(a);
        Require(b);
        Require(c);
        return Add(new Node(null, new Instruction(operation, a.Index, b.Index, c.Index, nodes.Count, parameter)));
    }

    private ElementwiseValue Add(Node node)
    {
        nodes.Add(node);
        return new ElementwiseValue(nodes.Count - 1);
    }

    private void Require(ElementwiseValue value) =>
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)value.Index, (uint)nodes.Count, nameof(value));

    /// <summary>An input, or an instruction whose operands and target are still numbers of values.</summary>
    internal readonly record struct Node(Place? Input, Instruction? Instruction);
}
