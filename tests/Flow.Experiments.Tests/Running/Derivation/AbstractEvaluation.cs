using Flow.Backends.Reference;
using Flow.Networks.Derivation;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Tests.Running.Derivation;

/// <summary>
/// Evaluates the printed equations themselves: f and its Jacobians are bound as tensors, each row of a Jacobian from
/// reverse differentiation of the layers at one sample with a one-hot cotangent.
/// </summary>
internal sealed class AbstractEvaluation
{
    private readonly Interpreter _interpreter;

    public AbstractEvaluation(ModelCase model)
    {
        var system = model.System;
        _interpreter = new(d => d == model.Model.Samples ? model.Count : model.Model.Sizes[d]);
        _interpreter.Bind(model.Model.Targets, model.Targets);
        _interpreter.Bind(FlowDerivation.Lambda, [model.Lambda]);
        BindState(_interpreter, model);
        var (values, jacobians) = Linearize(model);
        _interpreter.Bind(system.Function, values);
        for (var k = 0; k < jacobians.Length; k++)
        {
            _interpreter.Bind(OpaqueJacobian.Of(system.Function, k), jacobians[k]);
        }
    }

    /// <summary>The elements of an expression of the abstract level.</summary>
    public double[] Evaluate(Expr expression) => _interpreter.Evaluate(expression).Values;

    /// <summary>f, samples x outputs, and df/da_k, samples x outputs x shape of a_k.</summary>
    private static (double[] Values, double[][] Jacobians) Linearize(ModelCase model)
    {
        var system = model.System;
        var network = system.Concretize().Output;
        var cotangent = Variable.Of("cotangent", network.Shape);
        var sweep = Gradient.VectorJacobianProduct(network, cotangent, system.Function.Operands);
        var (inputs, outputs) = (model.Inputs.Length / model.Count, model.Targets.Length / model.Count);
        var values = new List<double>();
        var jacobians = sweep.Select(static _ => new List<double>()).ToArray();
        for (var n = 0; n < model.Count; n++)
        {
            for (var c = 0; c < outputs; c++)
            {
                var one = new Interpreter(d => d == model.Model.Samples ? 1 : model.Model.Sizes[d]);
                one.Bind(model.Model.Input, model.Inputs[(n * inputs)..((n + 1) * inputs)]);
                one.Bind(cotangent, [.. Enumerable.Range(0, outputs).Select(j => j == c ? 1.0 : 0.0)]);
                BindState(one, model);
                values.AddRange(c == 0 ? one.Evaluate(network).Values : []);
                foreach (var (row, list) in sweep.Zip(jacobians))
                {
                    list.AddRange(one.Evaluate(row).Values);
                }
            }
        }

        return ([.. values], [.. jacobians.Select(static list => list.ToArray())]);
    }

    private static void BindState(Interpreter interpreter, ModelCase model)
    {
        var offset = 0;
        foreach (var (variable, length) in model.System.State.Zip(model.Lengths))
        {
            interpreter.Bind(variable.Variable, model.State[offset..(offset + length)]);
            offset += length;
        }
    }
}
