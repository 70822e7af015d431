using Flow.Backends.Reference;
using Flow.Networks.Derivation;
using Flow.Symbolic.Differentiation;
using Flow.Symbolic.Expressions;

namespace Flow.Experiments.Tests.Running.Derivation;

/// <summary>
/// Evaluates the printed equations themselves: f and its Jacobians are bound as tensors, each row of a Jacobian from
/// reverse differentiation of the layers with a one-hot cotangent, at one sample or, with batch norm, at the batch.
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
        var network = model.Model.Output;
        var cotangent = Variable.Of("cotangent", network.Shape);
        var sweep = Gradient.VectorJacobianProduct(
            network, cotangent, [.. model.Model.Parameters.Select(static p => p.Variable)]);
        var arguments = Arguments(model);
        var batch = model.Model.Normalizations.IsEmpty ? 1 : model.Count;
        var (inputs, outputs) = (model.Inputs.Length / model.Count, model.Targets.Length / model.Count);
        var values = new List<double>();
        var jacobians = sweep.Select(static _ => new List<double>()).ToArray();
        for (var row = 0; row < model.Count * outputs; row++)
        {
            var first = row / outputs / batch * batch;
            var one = new Interpreter(d => d == model.Model.Samples ? batch : model.Model.Sizes[d]);
            one.Bind(model.Model.Input, model.Inputs[(first * inputs)..((first + batch) * inputs)]);
            var hot = new double[batch * outputs];
            hot[row - (first * outputs)] = 1;
            one.Bind(cotangent, hot);
            foreach (var (parameter, argument) in model.Model.Parameters.Zip(arguments))
            {
                one.Bind(parameter.Variable, argument);
            }

            values.AddRange(row == first * outputs ? one.Evaluate(network).Values : []);
            foreach (var (gradient, list) in sweep.Zip(jacobians))
            {
                list.AddRange(one.Evaluate(gradient).Values);
            }
        }

        return ([.. values], [.. jacobians.Select(static list => list.ToArray())]);
    }

    /// <summary>The values of the arguments of f at the state.</summary>
    private static List<double[]> Arguments(ModelCase model)
    {
        var interpreter = new Interpreter(d => model.Model.Sizes[d]);
        BindState(interpreter, model);
        return [.. model.System.Function.Operands.Select(argument => interpreter.Evaluate(argument).Values)];
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
