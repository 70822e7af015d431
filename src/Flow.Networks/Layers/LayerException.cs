namespace Flow.Networks.Layers;

/// <summary>Thrown when a layer does not fit what is before it; it knows where the layer stands.</summary>
public sealed class LayerException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="remedy">What would be right.</param>
    /// <param name="path">The key of the layer that is to blame, such as conv.kernel; empty for the layer.</param>
    public LayerException(string problem, string remedy, string path = "")
        : base($"{problem}; {remedy}") => (Problem, Remedy, Path) = (problem, remedy, path);

    /// <summary>Makes an exception without a message.</summary>
    public LayerException()
        : this(string.Empty, string.Empty)
    {
    }

    /// <summary>Makes an exception with a message and no remedy.</summary>
    /// <param name="message">What is wrong.</param>
    public LayerException(string message)
        : this(message, string.Empty)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="innerException">The cause.</param>
    public LayerException(string message, Exception innerException)
        : base(message, innerException) => (Problem, Remedy, Path) = (message, string.Empty, string.Empty);

    /// <summary>What is wrong.</summary>
    public string Problem { get; }

    /// <summary>What would be right.</summary>
    public string Remedy { get; }

    /// <summary>Where: positions of layers counted from 0 and keys, joined by dots; empty for the last layer.</summary>
    public string Path { get; }

    /// <summary>The same failure seen from the list of layers around it.</summary>
    /// <param name="place">The position of the layer in the list, with the key of the list in front.</param>
    public LayerException Inside(string place) => new(Problem, Remedy, Path.Length == 0 ? place : $"{place}.{Path}");
}
