using Flow.Backends.Plans;

namespace Flow.Backends;

/// <summary>Compiles expression graphs to executable plans.</summary>
public interface IBackend
{
    /// <summary>The name in experiment files.</summary>
    string Name { get; }

    /// <summary>Compiles a plan.</summary>
    /// <param name="source">What it computes.</param>
    /// <param name="options">How it is executed.</param>
    /// <exception cref="PlanException">The graph is not legal, or the options do not fit the backend.</exception>
    Plan Compile(PlanSource source, PlanOptions options);
}
