namespace Flow.Integrators.Stiff;

/// <summary>The L-stable Rosenbrock-Wanner pair of orders 5 and 4 with 8 stages and a dense output of order 4 whose
/// order falls little on the problem of Prothero and Robinson (G. Steinebach, Construction of Rosenbrock-Wanner method
/// Rodas5P and numerical benchmarks within the Julia Differential Equations package, BIT 63, 2023).</summary>
public static class Rodas5P
{
    /// <summary>The method.</summary>
    public static RosenbrockTableau Tableau { get; } =
        RosenbrockTableau.Load("rodas5p", order: 5, errorOrder: 5, denseOrder: 4, stages: 8);
}
