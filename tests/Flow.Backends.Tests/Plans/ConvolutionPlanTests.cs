using Flow.Backends.Plans;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;
using Flow.TestKit;

namespace Flow.Backends.Tests.Plans;

/// <summary>Compiled convolutions against the interpreter, and that against loops over the definition.</summary>
public class ConvolutionPlanTests
{
    private const int Count = 53;

    private static readonly ((int, int) Size, (int, int) Channels, int Kernel, int Stride, int Padding)[] Geometries =
    [
        ((8, 8), (1, 6), 3, 2, 1),
        ((5, 7), (3, 5), 3, 1, 1),
        ((6, 4), (16, 16), 3, 2, 1),
        ((4, 5), (8, 32), 2, 3, 0),
        ((4, 4), (16, 3), 4, 1, 0),
        ((3, 6), (2, 1), 1, 1, 0),
        ((3, 3), (4, 4), 3, 1, 2),
    ];

    public static TheoryData<int, string, Precision, int> Cases()
    {
        var data = new TheoryData<int, string, Precision, int>();
        foreach (var (set, precision) in new[]
            { ("best", Precision.Float64), ("best", Precision.Float32), ("scalar", Precision.Float64) })
        {
            for (var i = 0; i < Geometries.Length; i++)
            {
                data.Add(i, set, precision, 1 + (i % 2));
            }
        }

        return data;
    }

    public static TheoryData<int> AllGeometries() => [.. Enumerable.Range(0, Geometries.Length)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compiled_images_equal_the_reference(int geometry, string set, Precision precision, int threads)
    {
        var planCase = Case(geometry);
        int[] list = [.. Enumerable.Range(0, 31).Select(static i => i * 11 % Count)];
        foreach (var samples in new[]
            { SampleSelection.Range(0, Count), SampleSelection.Range(7, 20), SampleSelection.Gather(list) })
        {
            planCase.Run(Arithmetic.Backend(set), new(precision, threads), samples)
                .AssertClose(planCase.Expected(samples), precision == Precision.Float64 ? 1e-12 : 2e-5, set);
        }
    }

    [Theory]
    [MemberData(nameof(AllGeometries))]
    public void Reference_equals_nested_loops_over_the_definition(int geometry)
    {
        var planCase = Case(geometry);
        var ((height, width), (inputs, outputs), kernel, stride, padding) = Geometries[geometry];
        var (weights, bias) = (planCase.State[..^outputs], planCase.State[^outputs..]);
        var images = planCase.Data.Values.Single();

        var found = planCase.Expected().ByName["convolved"];

        var (down, across) = (Steps(height), Steps(width));
        Assert.Equal(Count * down * across * outputs, found.Length);
        var at = 0;
        for (var n = 0; n < Count; n++)
        {
            for (var window = 0; window < down * across; window++)
            {
                for (var o = 0; o < outputs; o++)
                {
                    var (top, left) = ((window / across * stride) - padding, (window % across * stride) - padding);
                    var sum = bias[o];
                    for (var entry = 0; entry < inputs * kernel * kernel; entry++)
                    {
                        var i = entry / (kernel * kernel);
                        var (y, x) = (top + (entry / kernel % kernel), left + (entry % kernel));
                        sum += y < 0 || x < 0 || y >= height || x >= width ? 0
                            : weights[(o * inputs * kernel * kernel) + entry]
                                * images[(((((n * inputs) + i) * height) + y) * width) + x];
                    }

                    Assert.Equal(sum, found[at++], 1e-12);
                }
            }
        }

        int Steps(int size) => ((size + (2 * padding) - kernel) / stride) + 1;
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var planCase = Case(2);
        var one = planCase.Run(Arithmetic.Backend("best"), new(Precision.Float64, 1));
        var two = planCase.Run(Arithmetic.Backend("best"), new(Precision.Float64, 2));

        Assert.Equal(one.Reduced, two.Reduced);
        Assert.Equal(one.PerSample, two.PerSample);
    }

    [Fact]
    public void Execution_allocates_nothing()
    {
        var planCase = Case(1);
        using var plan = Arithmetic.Backend("best").Compile(planCase.Source, new());
        using var data = plan.Load(planCase.Data, Count);
        var values = planCase.Allocate(Count);
        void Execute() => plan.Execute(
            data, SampleSelection.Range(0, Count), planCase.State, planCase.Scalars, values.Reduced, values.PerSample);

        Assert.Equal(0, AllocationCheck.Bytes(Execute));
    }

    [Fact]
    public void Sizes_that_contradict_the_windows_are_refused()
    {
        var source = new ImageGraph((4, 4), (1, 2), 3, 1, 0).Source;
        var wrong = source with { Sizes = source.Sizes.SetItem(new("q"), 5) };
        var shape = Shape.Of(DenseGraph.Samples, new Dimension("o"));
        var misread = source with { Outputs = [new("misread", Reshape.Of(source.Data[0], shape))] };

        var size = Assert.Throws<PlanException>(() => Arithmetic.Backend("best").Compile(wrong, new()));
        var count = Assert.Throws<PlanException>(() => Arithmetic.Backend("best").Compile(misread, new()));

        Assert.Contains("q has size 5; its windows need 4", size.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read as", count.Message, StringComparison.Ordinal);
    }

    private static PlanCase Case(int geometry)
    {
        var (size, channels, kernel, stride, padding) = Geometries[geometry];
        return PlanCase.Random(new ImageGraph(size, channels, kernel, stride, padding).Source, Count);
    }
}
