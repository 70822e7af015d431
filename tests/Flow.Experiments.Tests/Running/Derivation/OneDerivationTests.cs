using Flow.Backends;
using Flow.Backends.Cpu;
using Flow.Backends.Plans;
using Flow.Backends.Reference;
using Flow.Experiments.Tests.Golden;
using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;
using Xunit.Abstractions;

namespace Flow.Experiments.Tests.Running.Derivation;

/// <summary>The printed equations, evaluated as they are printed, and the compiled plan are one system.</summary>
public class OneDerivationTests(ITestOutputHelper output)
{
    private const int Models = 200;

    public static TheoryData<string> GoldenCases()
    {
        var data = new TheoryData<string>();
        foreach (var name in GoldenCase.Flows().Select(static c => c.Name).DefaultIfEmpty("absent"))
        {
            data.Add(name);
        }

        return data;
    }

    [Fact]
    public void Printed_equations_equal_the_compiled_plan_on_random_models()
    {
        var worst = (Error: 0.0, What: string.Empty);
        for (ulong seed = 0; seed < Models; seed++)
        {
            var error = Compare(ModelCase.Random(seed));
            worst = error.Error > worst.Error ? error : worst;
        }

        output.WriteLine($"largest error {worst.Error:E2}: {worst.What}");
        Assert.True(worst.Error <= 1e-12, $"{worst.Error:E2}: {worst.What}");
    }

    [SkippableTheory]
    [MemberData(nameof(GoldenCases))]
    public void Printed_equations_equal_the_compiled_plan_on_golden_cases(string name)
    {
        RepositoryFiles.Shared("reference/gradients.json");
        var experiment = GoldenCase.Flows().Single(c => c.Name == name).Assemble();
        var data = experiment.Data;
        var count = Math.Min(data.Count, 150);
        var model = new ModelCase(
            name,
            experiment.System,
            count,
            data.Inputs[..(count * data.Dimension)],
            data.Targets[..(count * data.Outputs)],
            experiment.InitialState,
            experiment.Lambda);

        var (error, what) = Compare(model);

        output.WriteLine($"largest error {error:E2}: {what}");
        Assert.True(error <= 1e-12, $"{error:E2}: {what}");
    }

    [Fact]
    public void Random_models_cover_parametrizations_decays_degrees_and_biases()
    {
        var systems = Enumerable.Range(0, Models).Select(static seed => ModelCase.Random((ulong)seed).System).ToList();

        Assert.Equal(
            ParametrizationCatalog.All.Count, systems.Select(static s => s.Parametrization.Name).Distinct().Count());
        Assert.Equal(
            2, systems.Where(static s => s.Decay.IsPresent).Select(static s => s.Decay.Target).Distinct().Count());
        Assert.Contains(systems, static s => s.Decay is { IsPresent: true, IncludesFree: true } && HasBias(s));
        Assert.Contains(systems, static s => !HasBias(s) && s.Model.Degrees.All(static d => d is { IsOne: true }));
        Assert.Contains(systems, static s => s.Model.Degrees.Distinct().Count() > 2 && !s.Model.Degrees.Contains(null));
        Assert.Contains(systems, static s => s.Model.Degrees.Contains(null) && s.Model.Degrees[^1] is not null);
        Assert.Contains(systems, static s => s.Equilibrium is not null);
        Assert.Contains(systems, static s => s.State.Any(static v => v.Role == StateRole.Gain));
        foreach (var kind in new[] { "conv", "average-pool", "flatten", "residual", "batch-norm" })
        {
            Assert.Contains(systems, s => s.Model.Layers.Any(record => record.Layer.Kind == kind));
        }

        Assert.Contains(systems, static s => s.Model.Normalizations.Any(static n => n.PreActivation.Shape.Rank == 3));
        Assert.Contains(systems, static s => s.Model.Depth > 2 && s.Model.IsHomogeneous
            && s.Model.Layers.Any(static record => record.Layer.NeedsImage));
    }

    /// <summary>
    /// The velocity of the weights is minus the slope of the objective, projected where norms are kept.
    /// </summary>
    [Fact]
    public void Velocity_is_the_projected_slope_of_the_objective()
    {
        var worst = 0.0;
        for (ulong seed = 0; seed < 60; seed++)
        {
            worst = Math.Max(worst, SlopeError(ModelCase.Random(1000 + seed, isSmooth: true)));
        }

        output.WriteLine($"largest error {worst:E2}");
        Assert.InRange(worst, 0, 1e-6);
    }

    private static bool HasBias(FlowSystem system) => system.State.Any(static s => s.Role == StateRole.Free);

    private static (double Error, string What) Compare(ModelCase model)
    {
        var printed = new AbstractEvaluation(model);
        var compiled = model.Velocity(new CpuBackend());
        var worst = (Error: 0.0, What: model.Description);
        var offset = 0;
        foreach (var (equation, length) in model.System.Equations.Zip(model.Lengths))
        {
            var block = compiled[offset..(offset + length)];
            offset += length;
            foreach (var (form, value) in new[] { ("velocity", equation.Velocity), ("printed", equation.Presented) })
            {
                var error = Distance(printed.Evaluate(value), block) / Math.Max(1, Norm(block));
                var what = $"{form} {equation.State.Variable.Name}', {model.Description}";
                worst = error > worst.Error ? (error, what) : worst;
            }
        }

        foreach (var (multiplier, value) in model.System.Multipliers.Zip(Multipliers(model)))
        {
            var error = new[] { multiplier.Value, multiplier.Presented }
                .Max(nu => Math.Abs(printed.Evaluate(nu)[0] - value) / Math.Max(1, Math.Abs(value)));
            worst = error > worst.Error ? (error, $"{multiplier.Symbol.Name}, {model.Description}") : worst;
        }

        return worst;
    }

    private static double[] Multipliers(ModelCase model) => model.System.Multipliers.IsEmpty ? [] : model.Run(
        new CpuBackend(),
        static plans => plans.Compile(
            plans.System.Multipliers.Select(static (nu, k) => new PlanOutput($"nu_{k}", nu))));

    private static double SlopeError(ModelCase model)
    {
        var slope = ObjectiveSlope(model);
        var velocity = model.Velocity(new ReferenceBackend());
        var (offset, worst) = (0, 0.0);
        foreach (var (variable, length) in model.System.State.Zip(model.Lengths))
        {
            var expected = slope[offset..(offset + length)].Select(static x => -x).ToArray();
            var block = model.State[offset..(offset + length)];
            if (variable.HasUnitNorm)
            {
                var radial = expected.Zip(block, static (a, b) => a * b).Sum();
                expected = [.. expected.Zip(block, (a, b) => a - (radial * b))];
            }

            worst = Math.Max(
                worst, Distance(velocity[offset..(offset + length)], expected) / Math.Max(1, Norm(expected)));
            offset += length;
        }

        return worst;
    }

    /// <summary>Central differences of the objective in every entry of the state.</summary>
    private static double[] ObjectiveSlope(ModelCase model)
    {
        using var plans = new Experiments.Running.FlowPlans(model.System, new CpuBackend(), new PlanOptions());
        var plan = plans.Compile(new PlanOutput("objective", plans.System.Objective));
        using var data = plan.Load(model.Data(), model.Count);
        var (state, value) = ((double[])model.State.Clone(), new double[1]);
        double At(int i, double x)
        {
            state[i] = x;
            plan.Execute(data, SampleSelection.Range(0, model.Count), state, [model.Lambda], value, []);
            return value[0];
        }

        var slope = new double[state.Length];
        for (var i = 0; i < state.Length; i++)
        {
            var x = state[i];
            slope[i] = (At(i, x + 1e-5) - At(i, x - 1e-5)) / 2e-5;
            state[i] = x;
        }

        return slope;
    }

    private static double Distance(double[] a, double[] b)
    {
        Assert.Equal(a.Length, b.Length);
        return Norm([.. a.Zip(b, static (x, y) => x - y)]);
    }

    private static double Norm(double[] a) => Math.Sqrt(a.Sum(static x => x * x));
}
