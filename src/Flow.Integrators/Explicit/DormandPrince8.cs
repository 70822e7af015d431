namespace Flow.Integrators.Explicit;

/// <summary>The Dormand-Prince method of order 8 with error estimates of orders 5 and 3 and dense output of order 7
/// (P. J. Prince, J. R. Dormand, High order embedded Runge-Kutta formulae, 1981; E. Hairer, S. P. Norsett, G. Wanner,
/// Solving Ordinary Differential Equations I, 1993, II.5 and II.6).</summary>
public static class DormandPrince8
{
    private const int StageCount = 12;
    private const int AllStages = 16;

    /// <summary>The coefficients, from Coefficients/dop853.txt.</summary>
    public static ButcherTableau Tableau { get; } = Load();

    private static ButcherTableau Load()
    {
        var table = CoefficientTable.Load("Explicit", "dop853");
        var weights = table.Row("b", 0, StageCount);
        double[] third = [.. weights];
        foreach (var (column, weight) in table.Entries("bHat3", 0))
        {
            third[column] -= weight;
        }

        return new ButcherTableau(
            order: 8,
            c: table.Row("c", 0, StageCount),
            a: [.. Enumerable.Range(0, StageCount).Select(i => table.Row("a", i, i))],
            b: weights,
            estimate: new ErrorEstimate(Order: 8, Weights: table.Row("e5", 0, StageCount), SecondWeights: third),
            bubble: [.. Enumerable.Range(0, 4).Select(i => table.Row("d", i, AllStages))],
            denseOrder: 7,
            extraNodes: table.Row("c", 0, AllStages)[(StageCount + 1)..],
            extraRows: [.. Enumerable.Range(StageCount + 1, 3).Select(i => table.Row("a", i, i))]);
    }
}
