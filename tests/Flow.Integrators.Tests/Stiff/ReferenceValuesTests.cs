using ReferenceProblems = Flow.TestKit.Problems.StiffProblems;

namespace Flow.Integrators.Tests.Stiff;

/// <summary>What the values that stiff solvers are measured against have to obey themselves.</summary>
public class ReferenceValuesTests
{
    // The reaction turns one species into another; 2 units in the last place of 1 are the rounding of three numbers.
    [Fact]
    public void Species_of_Robertson_add_up_to_1_at_all_times()
    {
        foreach (var (time, values) in ReferenceProblems.Rober.Solution.Value)
        {
            Assert.True(Math.Abs(values.Sum() - 1) <= 4.5e-16, $"at {time} they add up to 1 {values.Sum() - 1:E1}");
        }
    }
}
