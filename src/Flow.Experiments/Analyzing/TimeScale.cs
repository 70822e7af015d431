using System.Text.Json.Serialization;

namespace Flow.Experiments.Analyzing;

/// <summary>A slow direction of a flow.</summary>
/// <param name="Eigenvalue">mu.</param>
/// <param name="Time">1/|mu|.</param>
/// <param name="OverLambda">mu/lambda; absent without decay.</param>
public sealed record TimeScale(
    double Eigenvalue,
    double Time,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? OverLambda);
