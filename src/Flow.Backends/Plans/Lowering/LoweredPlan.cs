namespace Flow.Backends.Plans.Lowering;

/// <summary>A plan in terms of slots, independent of precision and instruction set.</summary>
internal sealed record LoweredPlan
{
    /// <summary>The phases in order; the last has float64 operations only.</summary>
    public required IReadOnlyList<PlanPhase> Phases { get; init; }

    /// <summary>The number of scalar slots.</summary>
    public required int Scalars { get; init; }

    /// <summary>The length of each tensor slot.</summary>
    public required IReadOnlyList<int> Tensors { get; init; }

    /// <summary>The matrices of samples x width.</summary>
    public required IReadOnlyList<SampleSlot> Slots { get; init; }

    /// <summary>The slots that a later phase reads.</summary>
    public required IReadOnlySet<int> Retained { get; init; }

    /// <summary>The sums over samples.</summary>
    public required IReadOnlyList<Accumulator> Accumulators { get; init; }

    /// <summary>The parameter matrices used in products.</summary>
    public required IReadOnlyList<ParameterUse> Parameters { get; init; }

    /// <summary>The tensors repeated for each sample by elementwise code.</summary>
    public required IReadOnlyList<RowUse> Rows { get; init; }

    /// <summary>The slot of N.</summary>
    public required int Divisor { get; init; }

    /// <summary>For each plan scalar its slot.</summary>
    public required IReadOnlyList<int> ScalarInputs { get; init; }

    /// <summary>For each parameter of the state its slot and whether it is a scalar.</summary>
    public required IReadOnlyList<(bool IsScalar, int Slot)> StateInputs { get; init; }

    /// <summary>The first phase to repeat when only late parameters have changed.</summary>
    public required int FirstLate { get; init; }

    /// <summary>For each output that is not per sample its slot and whether it is a scalar.</summary>
    public required IReadOnlyList<(bool IsScalar, int Slot)> Outputs { get; init; }

    /// <summary>The tensor slots of outputs that no operation reads, so that they need not be stored first.</summary>
    public required IReadOnlySet<int> FinalTensors { get; init; }

    /// <summary>Multiplications and additions for each sample.</summary>
    public required long FlopsPerSample { get; init; }
}
