using Flow.Backends.Cpu;
using Flow.Backends.Plans;
using Flow.Backends.Reference;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Backends.Tests.Plans;

/// <summary>Misuse ends in an exception that names what is wrong.</summary>
public class PlanErrorTests
{
    private static readonly DenseGraph Graph = DenseGraph.Build([3, 4, 1], "relu");

    public static TheoryData<string> Backends() => ["cpu", "reference"];

    [Theory]
    [MemberData(nameof(Backends))]
    public void Compiling_names_a_variable_that_is_not_bound(string backend)
    {
        var scalar = Graph.MeanLoss * Variable.Of("kappa");
        AssertNames("kappa", backend, new PlanOutput("loss", scalar));

        var vector = Variable.Of("stray", Shape.Of(Graph.Parameters[0].Shape.Dimensions[0]));
        AssertNames("stray", backend, new PlanOutput("sum", Algebra.SquaredNorm(vector)));

        var perSample = Variable.Of("mask", Graph.PreActivations[0].Shape);
        AssertNames("mask", backend, new PlanOutput("product", Algebra.Hadamard(perSample, Graph.PreActivations[0])));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Compiling_names_an_opaque_function(string backend)
    {
        var opaque = OpaqueFunction.Of("psi", Graph.Targets.Shape, [Graph.Parameters[0]], [null]);

        AssertNames("psi", backend, new PlanOutput("sum", Algebra.SumOver(opaque)));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Compiling_names_a_dimension_without_size(string backend)
    {
        var stray = Variable.Of("stray", Shape.Of(new Dimension("q_7")));
        var source = Graph.Source([new("norm", Algebra.SquaredNorm(stray))]) with { Parameters = [stray] };

        var error = Assert.ThrowsAny<Exception>(() => BackendCatalog.Make(backend).Compile(source, new()));

        Assert.True(error is PlanException or ShapeException);
        Assert.Contains("q_7", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Compiling_refuses_samples_that_do_not_come_first(string backend)
    {
        var transposed = Algebra.Transpose(Graph.PreActivations[0]);

        AssertNames("N", backend, new PlanOutput("transposed", transposed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(257)]
    public void Compiling_refuses_impossible_numbers_of_threads(int threads) =>
        Assert.Contains("threads", Assert.Throws<PlanException>(
            () => new CpuBackend().Compile(Source(), new(Threads: threads))).Message, StringComparison.Ordinal);

    [Fact]
    public void Reference_refuses_single_precision() => Assert.Contains("float64", Assert.Throws<PlanException>(
        () => new ReferenceBackend().Compile(Source(), new(Precision.Float32))).Message, StringComparison.Ordinal);

    [Theory]
    [MemberData(nameof(Backends))]
    public void Loading_names_missing_and_misfitting_data(string backend)
    {
        using var plan = BackendCatalog.Make(backend).Compile(Source(), new());
        Dictionary<Variable, double[]> data = new() { [Graph.Input] = new double[15] };
        AssertMessage<ArgumentException>(() => plan.Load(data, 5), "y");

        data[Graph.Targets] = new double[4];
        AssertMessage<ArgumentException>(() => plan.Load(data, 5), "y has 4 values; 5 are needed");

        data[Graph.Targets] = new double[5];
        using var loaded = plan.Load(data, 5);
        AssertMessage<ArgumentException>(() => loaded.Update(Graph.Input, new double[14]), "X has 14 values; 15");
        AssertMessage<ArgumentException>(() => loaded.Update(Variable.Of("mask"), new double[14]), "mask");
        AssertMessage<ArgumentException>(() => plan.Load(data, 0), "sample");
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Executing_names_a_wrong_length(string backend)
    {
        var planCase = PlanCase.Random(Source(), 5);
        using var plan = BackendCatalog.Make(backend).Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, 5);
        var good = planCase.Allocate(5);
        void Run(double[] state, double[] scalars, double[] reduced, double[][] perSample) =>
            plan.Execute(data, SampleSelection.Range(0, 5), state, scalars, reduced, perSample);

        AssertMessage<ArgumentException>(
            () => Run(new double[3], [0], good.Reduced, good.PerSample), "state have length 3; the plan needs 16");
        AssertMessage<ArgumentException>(
            () => Run(planCase.State, [], good.Reduced, good.PerSample), "scalars have length 0; the plan needs 1");
        AssertMessage<ArgumentException>(
            () => Run(planCase.State, [0], new double[2], good.PerSample), "reduced outputs have length 2");
        AssertMessage<ArgumentException>(() => Run(planCase.State, [0], good.Reduced, []), "z");
        AssertMessage<ArgumentException>(
            () => Run(planCase.State, [0], good.Reduced, [new double[19]]), "z have length 19; the plan needs 20");
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Executing_refuses_samples_that_do_not_exist(string backend)
    {
        var planCase = PlanCase.Random(Source(), 5);
        using var plan = BackendCatalog.Make(backend).Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, 5);
        SampleSelection[] wrong =
        [
            SampleSelection.Range(0, 6), SampleSelection.Range(5, 1), SampleSelection.Range(int.MaxValue, int.MaxValue),
            SampleSelection.Gather([0, 5]), SampleSelection.Gather([-1]), default,
        ];
        var values = planCase.Allocate(6);

        Assert.All(wrong, samples => AssertMessage<ArgumentException>(
            () => plan.Execute(data, samples, planCase.State, [0], values.Reduced, values.PerSample), "ample"));
    }

    [Fact]
    public void Selections_refuse_impossible_numbers()
    {
        Assert.Throws<ArgumentOutOfRangeException>(static () => SampleSelection.Range(-1, 3));
        Assert.Throws<ArgumentOutOfRangeException>(static () => SampleSelection.Range(0, 0));
        Assert.Throws<ArgumentOutOfRangeException>(static () => SampleSelection.Gather([]));
        Assert.Throws<ArgumentOutOfRangeException>(static () => SampleSelection.Gather([1, 2], 3));
        Assert.Throws<ArgumentOutOfRangeException>(static () => SampleSelection.Range(0, 3).WithDivisor(0));
    }

    [Theory]
    [MemberData(nameof(Backends))]
    public void Executing_refuses_data_of_another_plan(string backend)
    {
        var planCase = PlanCase.Random(Source(), 5);
        using var plan = BackendCatalog.Make(backend).Compile(planCase.Source, new());
        using var foreign = new CpuBackend().Compile(planCase.Source, new(Precision.Float32)).Load(planCase.Data, 5);

        AssertMessage<ArgumentException>(() => planCase.Run(plan, foreign, SampleSelection.Range(0, 5)), "plan");
    }

    private static PlanSource Source() =>
        Graph.Source([new("z", Graph.PreActivations[0]), .. Graph.LossAndGradient(Graph.Objective)]);

    private static void AssertNames(string what, string backend, PlanOutput output) => AssertMessage<PlanException>(
        () => BackendCatalog.Make(backend).Compile(Graph.Source([output]), new()), what);

    private static void AssertMessage<T>(Action action, string text)
        where T : Exception => Assert.Contains(text, Assert.ThrowsAny<T>(action).Message, StringComparison.Ordinal);
}
