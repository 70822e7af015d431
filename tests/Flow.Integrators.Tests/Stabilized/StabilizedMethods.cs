using Flow.Integrators.Stabilized;

namespace Flow.Integrators.Tests.Stabilized;

/// <summary>The stabilized methods by their names in the catalog, and the numbers of stages that they use.</summary>
internal static class StabilizedMethods
{
    private static readonly Dictionary<string, StabilizedMethod> Methods = new()
    {
        ["rkc2"] = Rkc2.Method,
        ["rkl2"] = Rkl2.Method,
        ["rock2"] = Rock2.Method,
    };

    public static StabilizedMethod Find(string name) => Methods[name];

    /// <summary>Every tabulated number of stages of rock2; of the closed forms all small and some large ones.</summary>
    public static IEnumerable<int> Stages(string name) => name switch
    {
        "rkc2" => Enumerable.Range(2, 60).Concat([101, 200, 499]),
        "rkl2" => Enumerable.Range(1, 40).Select(static i => (2 * i) + 1).Concat([201, 499]),
        _ => Rock2.Method.TabulatedStages,
    };

    public static StageRecurrence Fill(string name, int stages)
    {
        var recurrence = new StageRecurrence(Methods[name].MostStages);
        Methods[name].Fill(stages, recurrence);
        return recurrence;
    }
}
