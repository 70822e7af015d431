using Flow.Integrators.Spaces;
using Flow.TestKit.Ivp;

namespace Flow.Integrators.Tests.Stiff;

/// <summary>A quick form of the gate of docs/ivp-gate.md.</summary>
public class IvpGateTests
{
    public static TheoryData<string, string, double> Cases
    {
        get
        {
            // About twice the largest multiples of rtol that docs/ivp-gate.md shows up to 1e-8, ring apart.
            var factors = new Dictionary<string, double> { ["rodas5p"] = 2, ["radau5"] = 1, ["bdf"] = 25 };
            var cases = new TheoryData<string, string, double>();
            foreach (var (solver, factor) in factors)
            {
                foreach (var problem in IvpProblems.All.Where(problem => problem.IsStiff && problem.Name != "ring"))
                {
                    cases.Add(solver, problem.Name, factor);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Error_follows_the_tolerance_down_to_the_published_end_value(string solver, string name, double factor)
    {
        var problem = IvpProblems.All.Single(candidate => candidate.Name == name);
        Assert.InRange(Error(problem, solver, 1e-4), 0, factor * 1e-4);
        Assert.InRange(Error(problem, solver, 1e-7), 0, factor * 1e-7);
    }

    // E5 conserves y2 - y3 - y4, Robertson's reaction the sum.
    [Theory]
    [InlineData("rodas5p")]
    [InlineData("radau5")]
    [InlineData("bdf")]
    public void Linear_invariants_are_kept_to_rounding(string solver)
    {
        var rober = Run(IvpProblems.Rober, solver, 1e-6);
        Assert.Equal(1, rober.Sum(), 1e-12);
        var e5 = Run(IvpProblems.E5, solver, 1e-6);
        Assert.InRange(Math.Abs(e5[1] - e5[2] - e5[3]), 0, 1e-12 * IvpProblems.E5.Start[0]);
    }

    private static double Error(IvpProblem problem, string solver, double rtol) =>
        problem.Error(Run(problem, solver, rtol));

    private static double[] Run(IvpProblem problem, string solver, double rtol)
    {
        var settings = new IntegrationSettings { Tolerances = new Tolerances(rtol, rtol * problem.Floor) };
        var result = problem.ToProblem().Run(solver, settings);
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        return ((ArrayVector)result.State).Values;
    }
}
