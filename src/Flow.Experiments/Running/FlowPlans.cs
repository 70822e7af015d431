using System.Collections.Immutable;
using Flow.Backends;
using Flow.Backends.Plans;
using Flow.Experiments.Data;
using Flow.Networks.Derivation;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Running;

/// <summary>The compiled plans of a flow: the right-hand side, and everything that observables are made of.</summary>
public sealed class FlowPlans : IDisposable
{
    private readonly ImmutableArray<Variable> _parameters;
    private readonly ImmutableDictionary<Flow.Symbolic.Shapes.Dimension, int> _sizes;
    private readonly IBackend _backend;
    private readonly PlanOptions _options;
    private readonly List<IDisposable> _held = [];

    /// <summary>Prepares the compilation of a flow.</summary>
    /// <param name="system">The derived system.</param>
    /// <param name="backend">The backend.</param>
    /// <param name="options">Precision and threads.</param>
    public FlowPlans(FlowSystem system, IBackend backend, PlanOptions options)
    {
        System = system.Concretize();
        _parameters = [.. system.State.Select(static variable => variable.Variable)];
        _sizes = system.Model.Sizes;
        _backend = backend;
        _options = options;
    }

    /// <summary>The system with the layers in place.</summary>
    public ConcreteSystem System { get; }

    /// <summary>Compiles a plan over the flow's state, data and lambda.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <exception cref="PlanException">The backend cannot compile them.</exception>
    public Plan Compile(params IEnumerable<PlanOutput> outputs) => CompileWith([], [], outputs);

    /// <summary>Compiles a plan that has more inputs than X, Y and the state.</summary>
    /// <param name="inputs">More per-sample inputs, each with the samples as first dimension.</param>
    /// <param name="parameters">More parameters, which follow those of the state.</param>
    /// <param name="outputs">The outputs.</param>
    /// <exception cref="PlanException">The backend cannot compile them.</exception>
    public Plan CompileWith(
        IEnumerable<Variable> inputs, IEnumerable<Variable> parameters, IEnumerable<PlanOutput> outputs) =>
        Compile([.. inputs], [.. parameters], [.. outputs], [], [FlowDerivation.Lambda]);

    private Plan Compile(
        ImmutableArray<Variable> inputs,
        ImmutableArray<Variable> parameters,
        ImmutableArray<PlanOutput> outputs,
        ImmutableArray<Variable> late,
        ImmutableArray<Variable> scalars)
    {
        var model = System.System.Model;
        var source = new PlanSource(
            model.Samples,
            _sizes,
            [.. _parameters, .. parameters],
            [model.Input, model.Targets, .. inputs],
            scalars,
            outputs)
        {
            Late = late,
        };
        var plan = _backend.Compile(source, _options);
        _held.Add(plan);
        return plan;
    }

    /// <summary>
    /// Compiles the derivative of the right-hand side F along directions d_1 ... d_m: the outputs are DF(y) d_1, then
    /// DF(y) d_2, ...; the directions are the late parameters, so that one state serves many of them. At a kink of a
    /// piecewise-linear activation it is the derivative on the side that the activation's own derivative takes.
    /// </summary>
    /// <param name="directions">The number m of directions computed together, at least 1.</param>
    public Plan CompileJacobianVectorProducts(int directions = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(directions, 1);
        var tangents = Enumerable.Range(0, directions).Select(m => _parameters
            .Select(parameter => Variable.Of($"d_{m} {parameter.Name}", parameter.Shape)).ToImmutableArray()).ToList();
        var outputs = tangents.SelectMany((along, m) =>
        {
            var product = new JacobianVectorProduct(
                _parameters.Zip(along, static (p, d) => new KeyValuePair<Expr, Expr>(p, d)));
            return System.Velocities.Select((v, i) => new PlanOutput($"product_{m}_{i}", product.Of(v)));
        });
        return Compile(
            [], [], [.. outputs], [.. tangents.SelectMany(static along => along)], [FlowDerivation.Lambda]);
    }

    /// <summary>Compiles the right-hand side; its outputs make up the derivative in the order of the state.</summary>
    /// <param name="withLoss">Whether the mean loss follows as one more output.</param>
    public Plan CompileVelocity(bool withLoss = false)
    {
        var velocities = System.Velocities.Select(static (v, i) => new PlanOutput($"velocity_{i}", v));
        return Compile(withLoss ? velocities.Append(new("loss", System.Loss)) : velocities);
    }

    /// <summary>
    /// Compiles the right-hand side of the modified flow, whose plan takes kappa as a second scalar.
    /// </summary>
    /// <param name="withLoss">Whether the mean loss follows as one more output.</param>
    public Plan CompileModifiedVelocity(bool withLoss = false)
    {
        var velocities = ModifiedFlow.Velocities(System).Select(static (v, i) => new PlanOutput($"velocity_{i}", v));
        return Compile(
            [],
            [],
            [.. withLoss ? velocities.Append(new("loss", System.Loss)) : velocities],
            [],
            [FlowDerivation.Lambda, ModifiedFlow.Correction]);
    }

    /// <summary>Loads a data set for a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="data">The data.</param>
    /// <param name="inputs">The values of the other per-sample inputs.</param>
    public PlanData Load(Plan plan, Dataset data, params IEnumerable<KeyValuePair<Variable, double[]>> inputs)
    {
        var model = System.System.Model;
        var values = new Dictionary<Variable, double[]>(inputs)
        {
            [model.Input] = data.Inputs,
            [model.Targets] = data.Targets,
        };
        var loaded = plan.Load(values, data.Count);
        _held.Add(loaded);
        return loaded;
    }

    /// <summary>Disposes of something together with the plans.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="held">What to dispose of.</param>
    internal T Keep<T>(T held)
        where T : IDisposable
    {
        _held.Add(held);
        return held;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var held in _held)
        {
            held.Dispose();
        }
    }
}
