namespace Flow.Backends.Cpu.Elementwise;

/// <summary>
/// Gives every value of a program a place: inputs and outputs their own, other results shared registers.
/// </summary>
internal sealed class PlaceAllocation
{
    private const int Forever = int.MaxValue;
    private readonly List<ElementwiseProgramBuilder.Node> nodes;
    private readonly List<(int Value, int Slot)> outputs;
    private readonly List<(int Value, int Slot)> sums;
    private readonly int[] lastUse;
    private readonly int[] placeOf;
    private readonly List<Place> places = [];
    private readonly List<Instruction> instructions = [];
    private readonly Stack<int> freeRegisters = new();

    public PlaceAllocation(
        List<ElementwiseProgramBuilder.Node> nodes,
        List<(int Value, int Slot)> outputs,
        List<(int Value, int Slot)> sums)
    {
        this.nodes = nodes;
        this.outputs = outputs;
        this.sums = sums;
        lastUse = new int[nodes.Count];
        placeOf = new int[nodes.Count];
        Array.Fill(lastUse, -1);
        Array.Fill(placeOf, -1);
    }

    public ElementwiseProgram Allocate()
    {
        FindLastUses();
        PlaceInputs();
        List<(int Value, int Place)> copies = PlaceOutputs();
        for (int value = 0; value < nodes.Count; value++)
        {
            if (nodes[value].Instruction is { } instruction && lastUse[value] >= 0)
            {
                Emit(instruction);
            }
        }

        foreach ((int value, int place) in copies)
        {
            int source = placeOf[value];
            instructions.Add(new Instruction(ElementwiseOperation.Copy, source, source, source, place, 0));
        }

        return new ElementwiseProgram(
            places, instructions, [.. sums.Select(sum => new Reduction(placeOf[sum.Value], sum.Slot))]);
    }

    /// <summary>Backwards, so that what only unused values need counts as unused too.</summary>
    private void FindLastUses()
    {
        foreach ((int value, _) in outputs.Concat(sums))
        {
            lastUse[value] = Forever;
        }

        for (int value = nodes.Count - 1; value >= 0; value--)
        {
            if (nodes[value].Instruction is { } instruction && lastUse[value] >= 0)
            {
                lastUse[instruction.A] = Math.Max(lastUse[instruction.A], value);
                lastUse[instruction.B] = Math.Max(lastUse[instruction.B], value);
                lastUse[instruction.C] = Math.Max(lastUse[instruction.C], value);
            }
        }
    }

    private void PlaceInputs()
    {
        for (int value = 0; value < nodes.Count; value++)
        {
            if (nodes[value].Input is { } input && lastUse[value] >= 0)
            {
                placeOf[value] = NewPlace(input);
            }
        }
    }

    /// <summary>
    /// A result goes straight to its first output; further outputs, and inputs passed through, are copied.
    /// </summary>
    private List<(int Value, int Place)> PlaceOutputs()
    {
        List<(int Value, int Place)> copies = [];
        foreach ((int value, int slot) in outputs)
        {
            int place = NewPlace(new Place(PlaceKind.Output, slot));
            if (placeOf[value] < 0)
            {
                placeOf[value] = place;
            }
            else
            {
                copies.Add((value, place));
            }
        }

        return copies;
    }

    private void Emit(Instruction instruction)
    {
        int value = instruction.Target;
        Release(instruction.A, value);
        Release(instruction.B, value);
        Release(instruction.C, value);
        if (placeOf[value] < 0)
        {
            placeOf[value] = freeRegisters.TryPop(out int register)
                ? register
                : NewPlace(new Place(PlaceKind.Register, 0));
        }

        instructions.Add(instruction with
        {
            A = placeOf[instruction.A],
            B = placeOf[instruction.B],
            C = placeOf[instruction.C],
            Target = placeOf[value],
        });
    }

    /// <summary>
    /// An operand that is read for the last time leaves its register to the result: loops read before they write.
    /// </summary>
    private void Release(int operand, int reader)
    {
        int place = placeOf[operand];
        bool ends = lastUse[operand] == reader && places[place].Kind == PlaceKind.Register;
        if (ends && !freeRegisters.Contains(place))
        {
            freeRegisters.Push(place);
        }
    }

    private int NewPlace(Place place)
    {
        places.Add(place);
        return places.Count - 1;
    }
}
