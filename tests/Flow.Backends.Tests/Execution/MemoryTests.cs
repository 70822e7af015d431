using Flow.Backends.Cpu.Execution;
using Flow.Backends.Plans;
using Flow.Backends.Tests.Plans;
using Flow.Symbolic.Expressions;

namespace Flow.Backends.Tests.Execution;

public class MemoryTests
{
    /// <summary>The formula counts what is allocated, byte for byte.</summary>
    [Theory]
    [InlineData(Precision.Float64, 1, 200, false)]
    [InlineData(Precision.Float32, 2, 357, false)]
    [InlineData(Precision.Float64, 2, 2603, false)]
    [InlineData(Precision.Float64, 1, 100, true)]
    public void Formula_counts_the_bytes_that_a_run_holds(Precision precision, int threads, int count, bool hasBarrier)
    {
        Func<Expr, Expr>? normalize = hasBarrier
            ? static z => z - Algebra.Broadcast(
                Algebra.Einstein("nj->j", z) / DimensionSize.Of(DenseGraph.Samples), DenseGraph.Samples)
            : null;
        var graph = DenseGraph.Build([64, 33, 31, 1], "tanh", normalize: normalize);
        var planCase = PlanCase.Random(graph.Source([.. graph.LossAndGradient(graph.Objective)]), count);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new(precision, threads));
        using var data = plan.Load(planCase.Data, count);
        planCase.Run(plan, data, SampleSelection.Range(0, count));
        var bytesOfData = precision == Precision.Float64 ? ((CpuData<double>)data).Bytes : ((CpuData<float>)data).Bytes;

        var parts = plan.MemoryFor(count);

        Assert.Equal(plan.Bytes + bytesOfData, parts.Sum(static part => part.Bytes));
        Assert.Equal(hasBarrier, parts.Any(static part => part.Part == "kept for every sample"));
    }
}
