using Flow.Symbolic.Expressions;

namespace Flow.Backends.Plans;

/// <summary>One output of a plan.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its graph; where the samples are a dimension they are the first.</param>
public sealed record PlanOutput(string Name, Expr Value);
