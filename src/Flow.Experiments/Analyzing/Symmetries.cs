using Flow.Experiments.Analyzing.Spectra;
using Flow.Experiments.Running;
using Flow.Networks.Derivation;
using Flow.Networks.Parametrizations;

namespace Flow.Experiments.Analyzing;

/// <summary>
/// The continuous symmetries of an objective at a state: one-parameter families of states along which the outputs and
/// the decay stay as they are. At an equilibrium each independent one is a zero eigenvalue of the Jacobian.
/// </summary>
internal sealed class Symmetries
{
    private const long MostNumbers = 1L << 26;

    // Singular values of 1e-6 of the largest: where a hidden layer has a lower rank, some rotations do nothing.
    private const double Independence = 1e-12;

    private readonly Experiment _experiment;
    private readonly WeightBlocks _blocks;
    private readonly double[] _state;
    private readonly TangentSpace _tangent;
    private readonly List<double[]> _generators = [];
    private readonly List<string> _families = [];
    private bool _isComplete = true;

    private Symmetries(Experiment experiment, double[] state, TangentSpace tangent)
    {
        (_experiment, _state, _tangent) = (experiment, state, tangent);
        _blocks = new(experiment.System);
    }

    private FlowSystem System => _experiment.System;

    /// <summary>Finds the symmetries and counts the independent ones.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="state">The state.</param>
    /// <param name="tangent">The tangent space there.</param>
    /// <param name="gradients">The derivatives of the outputs, to find dead entries; may be null.</param>
    /// <returns>The number, null where there are too many to count, and what they are.</returns>
    public static (int? Count, IReadOnlyList<string> Families) At(
        Experiment experiment, double[] state, TangentSpace tangent, OutputGradients? gradients)
    {
        var symmetries = new Symmetries(experiment, state, tangent);
        foreach (var stage in WeightStage.Of(experiment.Model))
        {
            symmetries.AddRotations(stage);
            symmetries.AddUnitScales(stage);
            symmetries.AddUnitShifts(stage);
            symmetries.AddRescalings(stage);
            symmetries.AddLayerScale(stage);
            symmetries.AddDeadEntries(stage.Layer, gradients);
        }

        int? count = symmetries._isComplete ? GramRank.Of(symmetries._generators, Independence) : null;
        return (count, symmetries._families);
    }

    /// <summary>W_k -> R W_k, W_{k+1} -> W_{k+1} R^T with a rotation R between two layers without activation.</summary>
    private void AddRotations(WeightStage stage)
    {
        if (!stage.IsLinear)
        {
            return;
        }

        var units = _blocks.Rows(stage.Layer);
        Add($"rotations between the linear layers {stage.Layer} and {stage.Next}", units * (units - 1) / 2, () =>
            from i in Enumerable.Range(0, units)
            from j in Enumerable.Range(0, i)
            select Rotation(stage, units, i, j));
    }

    private double[] Rotation(WeightStage stage, int units, int i, int j)
    {
        var change = new double[_state.Length];
        void Turn(int first, int second) => (change[first], change[second]) = (_state[second], -_state[first]);
        foreach (var (first, second) in Entries(_blocks.Row(stage.Layer, i)).Zip(Entries(_blocks.Row(stage.Layer, j))))
        {
            Turn(first, second);
        }

        var columns = _blocks.Column(stage.Next!.Value, i, units).Zip(_blocks.Column(stage.Next.Value, j, units));
        foreach (var (first, second) in columns)
        {
            Turn(first, second);
        }

        if (_blocks.Bias(stage.Layer, i) is { } b && _blocks.Bias(stage.Layer, j) is { } c)
        {
            Turn(b, c);
        }

        return change;
    }

    /// <summary>The scale of a unit or channel before a batch norm without epsilon.</summary>
    private void AddUnitScales(WeightStage stage)
    {
        if (!stage.LosesUnitScale || !IsScaleFree(stage.Layer) || PenalisesBias(stage.Layer))
        {
            return;
        }

        var units = _blocks.Rows(stage.Layer);
        Add($"scales of the {units} units of layer {stage.Layer} before a batch norm", units, () =>
            Enumerable.Range(0, units).Select(i => InUnit(stage.Layer, i)));
    }

    private void AddUnitShifts(WeightStage stage)
    {
        if (stage.LosesUnitShift && _blocks.Bias(stage.Layer, 0) is { } first && !PenalisesBias(stage.Layer))
        {
            var units = _blocks.Rows(stage.Layer);
            Add($"biases of layer {stage.Layer} before a batch norm", units, () =>
                Enumerable.Range(0, units).Select(i => Unit(first + i)));
        }
    }

    /// <summary>Unit i of layer k times c, its outgoing weights over c.</summary>
    private void AddRescalings(WeightStage stage)
    {
        if (!stage.IsHomogeneous || !IsScaleFree(stage.Layer) || !IsScaleFree(stage.Next!.Value)
            || PenalisesBias(stage.Layer))
        {
            return;
        }

        var units = _blocks.Rows(stage.Layer);
        Add($"scales of units of layer {stage.Layer} against layer {stage.Next}", units, () =>
            Enumerable.Range(0, units).Select(i =>
            {
                var change = InUnit(stage.Layer, i);
                foreach (var entry in _blocks.Column(stage.Next.Value, i, units))
                {
                    change[entry] = -_state[entry];
                }

                return change;
            }));
    }

    /// <summary>g_k where a batch norm takes it away.</summary>
    private void AddLayerScale(WeightStage stage)
    {
        var layer = stage.Layer;
        if (_blocks.LayerScale(layer) is { } scale && LosesScale(layer) && IsScaleFree(layer))
        {
            Add($"g_{layer}, which does not reach the output", 1, () => [Unit(scale)]);
        }
        else if (!stage.LosesUnitScale && Sphereless && LosesScale(layer) && IsScaleFree(layer))
        {
            Add($"the scale of layer {layer}, which does not reach the output", 1, () =>
            {
                var change = new double[_state.Length];
                _state.AsSpan(_blocks.Weight(layer)).CopyTo(change.AsSpan(_blocks.Weight(layer)));
                return [change];
            });
        }
    }

    /// <summary>Weights on which no output depends: of constant inputs, of units that are never active.</summary>
    private void AddDeadEntries(int layer, OutputGradients? gradients)
    {
        if (gradients is null || !IsScaleFree(layer))
        {
            return;
        }

        var dead = Entries(_blocks.Weight(layer)).Where(gradients.IsDead).ToList();
        if (dead.Count > 0)
        {
            var family = $"{dead.Count} weights of layer {layer} that no output depends on";
            Add(family, dead.Count, () => dead.Select(Unit));
        }
    }

    private void Add(string family, int count, Func<IEnumerable<double[]>> generators)
    {
        _families.Add(family);
        _isComplete &= (_generators.Count + (long)count) * _state.Length <= MostNumbers;
        if (_isComplete)
        {
            _generators.AddRange(generators().Select(ToTangent));
        }
    }

    /// <summary>The tangential part; what it takes from the scale of f is given back by rho or g_k.</summary>
    private double[] ToTangent(double[] change)
    {
        foreach (var layer in Sphereless ? [] : System.Model.Weights.Select(static weight => weight.Layer))
        {
            var range = _blocks.Weight(layer);
            var direction = _state.AsSpan(range);
            var part = RealVectors.Dot(direction, change.AsSpan(range)) / RealVectors.Dot(direction, direction);
            if (!LosesScale(layer) && _blocks.LayerScale(layer) is { } own)
            {
                change[own] += part * _state[own];
            }
            else if (!LosesScale(layer) && _blocks.Scale is { } scale)
            {
                change[scale] += part * _state[scale] * Degree(layer)!.Value;
            }
        }

        var tangential = new double[_tangent.Dimension];
        _tangent.Compress(change, tangential);
        return tangential;
    }

    /// <summary>Whether a layer's scale costs nothing: it is lost or made good, and not penalised.</summary>
    private bool IsScaleFree(int layer)
    {
        var isPenalised = System.Decay.IsPresent && (LosesScale(layer)
            ? System.Decay.Target == DecayTarget.Layers && _blocks.Scale is null
            : true);
        return !isPenalised && (LosesScale(layer) || _blocks.Scale is null || Degree(layer) is not null);
    }

    private bool LosesScale(int layer) => Degree(layer) == 0;

    private double? Degree(int layer)
    {
        var model = System.Model;
        var degree = model.Parameters.Zip(model.Degrees)
            .First(pair => pair.First.IsWeight && pair.First.Layer == layer).Second;
        return degree?.ToDouble();
    }

    private bool PenalisesBias(int layer) => System.Decay.IncludesFree && _blocks.Bias(layer, 0) is not null;

    private bool Sphereless => _tangent.Spheres == 0;

    private double[] InUnit(int layer, int i)
    {
        var change = new double[_state.Length];
        _state.AsSpan(_blocks.Row(layer, i)).CopyTo(change.AsSpan(_blocks.Row(layer, i)));
        if (_blocks.Bias(layer, i) is { } bias)
        {
            change[bias] = _state[bias];
        }

        return change;
    }

    private double[] Unit(int entry)
    {
        var change = new double[_state.Length];
        change[entry] = 1;
        return change;
    }

    private static IEnumerable<int> Entries(Range range) =>
        Enumerable.Range(range.Start.Value, range.End.Value - range.Start.Value);
}
