using System.Collections.Immutable;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Printing;

/// <summary>The letters of the indices of a product at a place.</summary>
internal sealed class IndexNames
{
    private readonly Product _product;
    private readonly Place _place;
    private readonly string?[] _names;

    /// <summary>Names the sample indices; dimensions that are seen whole stay without a name.</summary>
    /// <param name="builder">The traversal.</param>
    /// <param name="product">The product.</param>
    /// <param name="place">Where it is printed.</param>
    /// <param name="isMean">Whether the sum over the samples is written as a mean, which shows no index.</param>
    public IndexNames(LayoutBuilder builder, Product product, Place place, bool isMean)
    {
        _product = product;
        _place = place;
        _names = new string?[product.IndexDimensions.Length];
        var samples = new List<string>();
        for (var index = 0; index < _names.Length; index++)
        {
            var dimension = product.IndexDimensions[index];
            if (builder.IsTrivial(dimension) && !JoinsMatrices(builder, index))
            {
                _names[index] = string.Empty;
            }
            else if (index < product.Shape.Rank)
            {
                _names[index] = place.Indices[index];
                HasElements |= place.Indices[index] is { Length: > 0 } && !builder.IsSample(dimension);
            }
            else if (builder.IsSample(dimension))
            {
                _names[index] = isMean ? string.Empty : Place.FreshSample(place.Scope.Concat(samples));
                samples.Add(_names[index]!);
            }
        }

        Samples = [.. samples.Where(static letter => letter.Length > 0)];
    }

    /// <summary>A summed index of size one between parameter matrices is kept, as in V^T V of a single row V.</summary>
    private bool JoinsMatrices(LayoutBuilder builder, int index) => index >= _product.Shape.Rank
        && _product.Tensors.Count(factor => factor.Indices.Contains(index)) == 2
        && _product.Tensors.All(factor => !factor.Indices.Contains(index)
            || (factor.Value is Variable { Shape.Rank: 2 } && !factor.Value.Shape.Dimensions.Any(builder.IsSample)));

    /// <summary>Whether the place asks for single elements, so that matrix notation is out of the question.</summary>
    public bool HasElements { get; }

    /// <summary>The letters of the samples summed over.</summary>
    public ImmutableArray<string> Samples { get; }

    /// <summary>The indices of the result that are seen whole, in order.</summary>
    public ImmutableArray<int> Open => [.. Enumerable.Range(0, _product.Shape.Rank).Where(IsWhole)];

    /// <summary>Whether an index has no letter.</summary>
    public bool IsWhole(int index) => _names[index] is null;

    /// <summary>The place of a factor.</summary>
    public Place Of(Factor factor) =>
        new([.. factor.Indices.Select(index => _names[index])], Scope);

    private ImmutableArray<string> Scope =>
        [.. _place.Scope.Concat(_names.Where(static name => !string.IsNullOrEmpty(name)).Select(n => n!)).Distinct()];

    /// <summary>The indices of a factor that are seen whole.</summary>
    public ImmutableArray<int> Whole(Factor factor) => [.. factor.Indices.Where(IsWhole)];

    /// <summary>The letter under the sign of a sum along a dimension.</summary>
    public string DimensionLetter(int index) => DimensionLetter(_product.IndexDimensions[index]);

    /// <summary>Gives a letter to every index without one; the summed ones are returned.</summary>
    public ImmutableArray<string> NameAll()
    {
        var summed = new List<string>();
        for (var index = 0; index < _names.Length; index++)
        {
            if (_names[index] is not null)
            {
                continue;
            }

            var used = _names.OfType<string>().Concat(_place.Scope).ToList();
            var own = DimensionLetter(_product.IndexDimensions[index]);
            _names[index] = own.Length == 1 && !used.Contains(own) ? own : Place.FreshIndex(used);
            summed.AddRange(index < _product.Shape.Rank ? [] : [_names[index]!]);
        }

        return [.. summed];
    }

    private static string DimensionLetter(Dimension dimension) =>
        dimension.Name.Length == 1 ? dimension.Name.ToLowerInvariant() : dimension.Name;
}
