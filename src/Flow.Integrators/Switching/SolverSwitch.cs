namespace Flow.Integrators.Switching;

/// <summary>That and why a run went over to another method.</summary>
/// <param name="Time">t at which it did.</param>
/// <param name="From">The name of the solver that was left.</param>
/// <param name="To">The name of the solver that took over.</param>
/// <param name="Reason">One clause for the user.</param>
public sealed record SolverSwitch(double Time, string From, string To, string Reason);
