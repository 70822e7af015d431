using Flow.Integrators.Spaces;
using Flow.Integrators.Stiff.LinearSolvers;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Stiff.LinearSolvers;

public class KrylovTests
{
    private const int Count = 300;

    // The residual that was asked for, seen from outside; 90 unknowns make GMRES restart.
    [Theory]
    [InlineData(20, false)]
    [InlineData(90, false)]
    [InlineData(90, true)]
    public void Real_system_is_solved_to_the_reduction_asked_for(int size, bool isSymmetric)
    {
        var problem = StiffProblems.Heat(size, isSymmetric, 1);
        var system = new KrylovSystem(problem, needsComplex: false, needsExactJacobian: false);
        var (rightHandSide, solution, image) = Vectors(problem.Space);
        var shift = (size + 1.0) * (size + 1) / 10;
        system.MoveTo(0, problem.InitialState, problem.InitialState, 1);
        Assert.True(system.Prepare(shift));
        var original = ((ArrayVector)rightHandSide).Values.ToArray();
        Assert.True(system.Solve(rightHandSide, solution, 1e-8));

        problem.Field.Evaluate(0, solution, image);
        var residual = Enumerable.Range(0, size).Select(i => original[i]
            - (shift * ((ArrayVector)solution).Values[i]) + ((ArrayVector)image).Values[i]);
        Assert.InRange(Norm(residual) / Norm(original), 0, 1.5e-8);
    }

    [Fact]
    public void Complex_system_is_solved_by_pairs()
    {
        var problem = StiffProblems.Heat(60, false, 1);
        var system = new KrylovSystem(problem, needsComplex: true, needsExactJacobian: false);
        var dense = new DenseSystem(problem, new Tolerances(), needsComplex: true);
        var shift = new System.Numerics.Complex(900, 1300);
        Vector[] Solve(IShiftedSystem solver)
        {
            var (real, imaginary, _) = Vectors(problem.Space);
            Vector[] solution = [problem.Space.Allocate(), problem.Space.Allocate()];
            solver.MoveTo(0, problem.InitialState, problem.InitialState, 1);
            Assert.True(solver.Prepare(shift));
            ((ArrayVector)imaginary).Values[7] = 2;
            Assert.True(solver.Solve([real, imaginary], solution, 1e-10));
            return solution;
        }

        var (krylov, direct) = (Solve(system), Solve(dense));
        for (var part = 0; part < 2; part++)
        {
            var expected = ((ArrayVector)direct[part]).Values;
            Assert.InRange(Norm(((ArrayVector)krylov[part]).Values.Zip(expected, (a, b) => a - b)), 0, 1e-9);
            Assert.True(Norm(expected) > 1e-4);
        }
    }

    [Theory]
    [InlineData("bdf", true)]
    [InlineData("bdf", false)]
    [InlineData("rodas5p", false)]
    [InlineData("radau5", false)]
    public void Large_stiff_problem_is_solved_without_a_matrix(string solver, bool isSymmetric)
    {
        const double End = 0.05;
        var problem = StiffProblems.Heat(Count, isSymmetric, End);
        var result = problem.Run(solver, new IntegrationSettings { Tolerances = new Tolerances(1e-6, 1e-8) });
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        var error = ((ArrayVector)result.State).Values.Zip(StiffProblems.HeatAt(Count, End), (a, b) =>
            Math.Abs(a - b)).Max();
        Assert.InRange(error, 0, 2e-5);
        Assert.Equal(0, result.Statistics.Factorizations);
        Assert.True(result.Statistics.LinearIterations > 0);
        Assert.True(result.Statistics.JacobianProducts >= result.Statistics.LinearIterations);
        // An explicit method of order 5 would need h < 3.3 / (4 (n + 1)^2): 5,000 steps.
        Assert.InRange(result.Statistics.TrialSteps, 10, 500);
    }

    [Theory]
    [InlineData("rodas5p")]
    [InlineData("radau5")]
    [InlineData("bdf")]
    public void Split_run_without_a_matrix_equals_the_whole_run_bit_by_bit(string solver)
    {
        const double End = 0.02;
        var settings = new IntegrationSettings { Tolerances = new Tolerances(1e-5, 1e-7) };
        var whole = StiffProblems.Heat(Count, isSymmetric: true, End).Run(solver, settings);
        var steps = 0;
        var first = StiffProblems.Heat(Count, isSymmetric: true, End).Run(
            solver, settings with { StopWhen = _ => ++steps == 9 });
        Assert.Equal(IntegrationStatus.Stopped, first.Status);

        var rest = StiffProblems.Heat(Count, isSymmetric: true, End);
        rest.Space.Copy(first.State, rest.InitialState);
        var last = new Integrator(rest, SolverCatalog.Find(solver), settings).Run(resume: first.Resume);
        Assert.Equal(((ArrayVector)whole.State).Values, ((ArrayVector)last.State).Values);
        Assert.Equal(whole.Statistics.LinearIterations, last.Statistics.LinearIterations);
        Assert.Equal(whole.Statistics.AcceptedSteps, last.Statistics.AcceptedSteps);
    }

    private static (Vector RightHandSide, Vector Solution, Vector Image) Vectors(IVectorSpace space)
    {
        var random = new RandomStream(5);
        var rightHandSide = (ArrayVector)space.Allocate();
        random.Array(space.Layout.Length).CopyTo(rightHandSide.Values, 0);
        return (rightHandSide, space.Allocate(), space.Allocate());
    }

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(v => v * v));
}
