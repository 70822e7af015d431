using System.Collections.Immutable;
using Flow.Networks.Layers;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Networks.Model;

/// <content>Channels of pixels; inside a network they lie as samples x pixels x channels.</content>
public sealed partial class GraphBuilder
{
    private readonly Dictionary<Dimension, PixelGrid> _grids = [];

    private readonly List<LayerRecord> _layers = [];
    private int _nesting;

    /// <summary>The layers so far in order, a residual block before the layers in it.</summary>
    public IReadOnlyList<LayerRecord> Layers => _layers;

    /// <summary>Extends the graph by a layer and remembers it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">Its input.</param>
    /// <exception cref="LayerException">It does not fit.</exception>
    public Expr Append(Layer layer, Expr input)
    {
        var (place, made) = (_layers.Count, _parameters.Count);
        _nesting++;
        var output = layer.Forward(this, input);
        _nesting--;
        _layers.Insert(place, new(layer, _nesting, SizesOf(output), [.. _parameters.Skip(made)]));
        return output;
    }

    /// <summary>The input as samples x pixels x channels.</summary>
    /// <param name="image">Its form.</param>
    /// <exception cref="ShapeException">The image has another number of entries than an input.</exception>
    public Expr InputAs(ImageShape image)
    {
        var size = checked(image.Channels * image.Height * image.Width);
        if (size != _sizes[Input.Shape.Dimensions[1]])
        {
            throw new ShapeException(
                $"An image of {size} entries is no input of {_sizes[Input.Shape.Dimensions[1]]}; they must agree.");
        }

        var channels = NewDimension("c_0", image.Channels);
        var pixels = NewGrid(image.Height, image.Width).Pixels;
        return image.Channels == 1
            ? Reshape.Of(Input, Shape.Of(Samples, pixels, channels))
            : Algebra.Einstein("ncp->npc", Reshape.Of(Input, Shape.Of(Samples, channels, pixels)));
    }

    /// <summary>Lays windows on an image.</summary>
    /// <param name="input">The image.</param>
    /// <param name="kind">The kind of layer, for messages.</param>
    /// <param name="kernel">The height and width of a window.</param>
    /// <param name="stride">The step between windows.</param>
    /// <param name="padding">The zeros on each side.</param>
    /// <exception cref="LayerException">There is no image, or the windows do not fit.</exception>
    public WindowGeometry Windows(Expr input, string kind, int kernel, int stride, int padding)
    {
        if (input.Shape.Rank != 3)
        {
            throw ReferenceEquals(input, Input)
                ? new LayerException(
                    $"{kind} needs images, but the form of an input is not known",
                    "write data.shape: [channels, height, width]")
                : new LayerException(
                    $"{kind} needs channels of pixels, but gets {Describe(input)}",
                    "put it before flatten and dense layers");
        }

        var grid = _grids[input.Shape.Dimensions[1]];
        var (height, width) = (grid.Height + (2L * padding), grid.Width + (2L * padding));
        if (kernel > Math.Min(height, width))
        {
            throw new LayerException(
                $"the kernel of {kernel} x {kernel} is larger than the {(padding > 0 ? "padded " : string.Empty)}input "
                + $"of {height} x {width} pixels",
                $"write kernel: {Math.Min(height, width)} or less",
                $"{kind}.kernel");
        }

        if (padding >= kernel)
        {
            throw new LayerException(
                $"padding {padding} makes windows of nothing but zeros with a kernel of {kernel} x {kernel}",
                $"write padding: {kernel - 1} or less",
                $"{kind}.padding");
        }

        var windows = WindowGeometry.Over(grid, new($"p_{_grids.Count}"), kernel, stride, padding);
        NewGrid(windows.Output.Height, windows.Output.Width);
        return windows;
    }

    /// <summary>An image as a vector, channel by channel, each row by row; a vector stays as it is.</summary>
    /// <param name="input">The image.</param>
    public Expr Flatten(Expr input)
    {
        if (input.Shape.Rank != 3)
        {
            return input;
        }

        var (pixels, channels) = (input.Shape.Dimensions[1], input.Shape.Dimensions[2]);
        var size = checked(_sizes[pixels] * _sizes[channels]);
        var shape = Shape.Of(Samples, NewDimension($"f_{_sizes.Count}", size));
        var isOrdered = _sizes[pixels] == 1 || _sizes[channels] == 1;
        return Reshape.Of(isOrdered ? input : Algebra.Einstein("npc->ncp", input), shape);
    }

    /// <summary>The shape of a value of one sample in words; equal words are equal shapes.</summary>
    /// <param name="value">Samples x units or samples x pixels x channels.</param>
    public string Describe(Expr value)
    {
        var dimensions = value.Shape.Dimensions;
        return dimensions.Length == 2
            ? Count(_sizes[dimensions[1]], "unit")
            : $"{Count(_sizes[dimensions[2]], "channel")} of {_grids[dimensions[1]]} pixels";
    }

    private ImmutableArray<int> SizesOf(Expr value)
    {
        var dimensions = value.Shape.Dimensions;
        return dimensions.Length == 2
            ? [_sizes[dimensions[1]]]
            : [_sizes[dimensions[2]], _grids[dimensions[1]].Height, _grids[dimensions[1]].Width];
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 ? string.Empty : "s")}";

    private PixelGrid NewGrid(int height, int width)
    {
        var grid = new PixelGrid(NewDimension($"p_{_grids.Count}", checked(height * width)), height, width);
        _grids.Add(grid.Pixels, grid);
        return grid;
    }
}
