using System.Text.Json.Serialization;

namespace Flow.Experiments.Studies;

/// <summary>A number that a study measured, beside what the theory says.</summary>
/// <param name="Part">The label of the run.</param>
/// <param name="Quantity">What was measured.</param>
/// <param name="Value">The number.</param>
/// <param name="Law">What the theory says; absent where it says nothing.</param>
public sealed record StudyFinding(
    string Part,
    string Quantity,
    double Value,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Law = null);
