namespace Flow.Experiments.Configuration;

/// <summary>Where the initial weights come from.</summary>
public enum InitializationKind
{
    /// <summary>Independent normal entries, then each layer rescaled to its norm.</summary>
    Gaussian,

    /// <summary>sin(a + b i + c j + d i j + e k), then each layer rescaled to its norm.</summary>
    Sine,

    /// <summary>An NPZ file.</summary>
    File,
}
