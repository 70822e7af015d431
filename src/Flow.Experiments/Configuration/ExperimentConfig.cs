namespace Flow.Experiments.Configuration;

/// <summary>One whole experiment file, section by section, with every default filled in.</summary>
public sealed record ExperimentConfig
{
    /// <summary>The name of the experiment (by default the file name without its ending).</summary>
    public required string Name { get; init; }

    /// <summary>The section `data`.</summary>
    public DataConfig Data { get; init; } = new();

    /// <summary>The section `model`.</summary>
    public required ModelConfig Model { get; init; }

    /// <summary>The section `initialization`.</summary>
    public InitializationConfig Initialization { get; init; } = new();

    /// <summary>The section `flow`.</summary>
    public FlowConfig Flow { get; init; } = new();

    /// <summary>The section `train`.</summary>
    public TrainConfig Train { get; init; } = new();

    /// <summary>The section `compare`.</summary>
    public CompareConfig Compare { get; init; } = new();

    /// <summary>Names of observables; empty means all that apply.</summary>
    public ValueList<string> Observables { get; init; } = [];

    /// <summary>The section `backend`.</summary>
    public BackendConfig Backend { get; init; } = new();

    /// <summary>The section `output`.</summary>
    public required OutputConfig Output { get; init; }
}
