using System.Collections.Immutable;
using Flow.Networks.Layers;
using Flow.Networks.Model;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Functions;
using Flow.TestKit;

namespace Flow.Experiments.Tests.Running.Derivation;

/// <summary>The hidden layers of a random network, one in four on images.</summary>
internal sealed class RandomLayers
{
    private readonly RandomStream _random;
    private readonly ImmutableArray<string> _activations;
    private readonly bool _hasBias;
    private readonly bool _isNormalized;
    private readonly List<Layer> _layers = [];

    private RandomLayers(RandomStream random, ImmutableArray<string> activations, bool hasBias)
    {
        (_random, _activations, _hasBias) = (random, activations, hasBias);
        _isNormalized = random.OneIn(6);
    }

    /// <summary>The layers, and the form of an input where it is an image.</summary>
    public static (ImmutableArray<Layer> Layers, ImageShape? Image) Make(
        RandomStream random, ImmutableArray<string> activations, bool hasBias)
    {
        var made = new RandomLayers(random, activations, hasBias);
        var image = random.OneIn(4) ? made.AddImageLayers() : null;
        var depth = image is null ? 1 + random.Below(5) : random.Below(2);
        for (var k = 0; k < depth; k++)
        {
            made.AddDense();
        }

        return ([.. made._layers], image);
    }

    private ImageShape AddImageLayers()
    {
        var image = new ImageShape(1 + _random.Below(3), 3 + _random.Below(3), 3 + _random.Below(3));
        var (height, width) = (image.Height, image.Width);
        for (var k = 0; k <= _random.Below(2); k++)
        {
            var (kernel, stride, padding) = (2 + _random.Below(2), 1 + _random.Below(2), 1);
            var channels = 1 + _random.Below(4);
            _layers.Add(new Convolution2D(channels, kernel, stride, padding, _hasBias));
            (height, width) = ((height + 2 - kernel) / stride + 1, (width + 2 - kernel) / stride + 1);
            AddFunction();
            if (_random.OneIn(3))
            {
                _layers.Add(new Residual([new Convolution2D(channels, 3, 1, 1, _hasBias), Activation()]));
            }
        }

        if (_random.OneIn(2))
        {
            _layers.Add(new AveragePooling(Math.Min(2, Math.Min(height, width)), 1 + _random.Below(2)));
        }

        _layers.Add(new Flatten());
        return image;
    }

    private void AddDense()
    {
        var width = 1 + _random.Below(9);
        _layers.Add(new Dense(width, _hasBias));
        AddFunction();
        if (_random.OneIn(6))
        {
            _layers.Add(new Residual([new Dense(width, _hasBias), Activation()]));
        }
    }

    /// <summary>Batch norm before the activation, or behind it.</summary>
    private void AddFunction()
    {
        var place = _isNormalized ? _random.Below(4) : 3;
        Layer[] both = [new BatchNorm(new Rational(1, 10), _random.OneIn(2)), Activation()];
        _layers.AddRange(place == 0 ? both.Reverse() : both.Skip(place > 2 ? 1 : 0));
    }

    private Activation Activation() => new(ScalarFunctionCatalog.Parse(_random.OneOf(_activations)));
}
