using System.Collections.Immutable;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// Brings an index product to canonical form: constants folded, scalars hoisted out of nested products and gathered
/// into powers, transposes absorbed, closed groups of factors split off as scalars of their own.
/// </summary>
internal sealed class ProductBuilder
{
    private readonly List<Dimension> _dimensions;
    private readonly int _rank;
    private readonly ScalarFactors _scalars = new();
    private readonly List<Factor> _tensors = [];

    private ProductBuilder(IReadOnlyList<Dimension> dimensions, int rank)
    {
        _dimensions = [.. dimensions];
        _rank = rank;
    }

    /// <summary>Builds the canonical product; see Product.Of.</summary>
    public static Expr Build(IEnumerable<Factor> factors, IReadOnlyList<Dimension> dimensions, int rank)
    {
        var builder = new ProductBuilder(dimensions, rank);
        foreach (var factor in factors)
        {
            builder.Check(factor);
            builder.Absorb(factor);
        }

        return builder.Finish();
    }

    private void Check(Factor factor)
    {
        if (factor.Indices.Length != factor.Value.Shape.Rank)
        {
            throw new ShapeException(
                $"A factor of shape {factor.Value.Shape} carries {factor.Indices.Length} indices; "
                + "it needs one for each dimension.");
        }

        for (var i = 0; i < factor.Indices.Length; i++)
        {
            var index = factor.Indices[i];
            if (_dimensions[index] != factor.Value.Shape.Dimensions[i])
            {
                throw new ShapeException(
                    $"Dimension {factor.Value.Shape.Dimensions[i]} of {factor.Value.Shape} meets {_dimensions[index]}; "
                    + "factors that share an index must agree in its dimension.");
            }
        }
    }

    private void Absorb(Factor factor)
    {
        switch (factor.Value)
        {
            case Constant constant:
                _scalars.Multiply(constant.Value);
                break;
            case { IsScalar: true } scalar:
                _scalars.Multiply(scalar);
                break;
            case Product product:
                AbsorbProduct(product, factor.Indices);
                break;
            default:
                _tensors.Add(factor);
                break;
        }
    }

    /// <summary>Hoists the scalars of a nested product; a transpose or a broadcast is absorbed altogether.</summary>
    private void AbsorbProduct(Product product, ImmutableArray<int> indices)
    {
        _scalars.Multiply(product.Coefficient);
        foreach (var scalar in product.Scalars)
        {
            _scalars.Multiply(scalar);
        }

        var isRelabelling = product.Tensors.Length == 1 && product.IndexDimensions.Length == product.Shape.Rank;
        if (isRelabelling)
        {
            var inner = product.Tensors[0].Rename(index => indices[index]);
            if (inner.Value is Product)
            {
                Absorb(inner);
            }
            else
            {
                _tensors.Add(inner);
            }
        }
        else if (!product.Tensors.IsEmpty)
        {
            var core = Product.Make(1, [], product.Tensors, product.IndexDimensions, product.Shape);
            _tensors.Add(new(core, indices));
        }
    }

    private Expr Finish()
    {
        SumUnusedIndices();
        var components = Components();
        var open = components.Where(IsOpen).SelectMany(static component => component).ToList();
        var closed = components.Where(component => !IsOpen(component)).ToList();
        if (_rank == 0 && closed.Count == 1 && _scalars.IsOne)
        {
            return Canonical(closed[0]);
        }

        foreach (var component in closed)
        {
            _scalars.Multiply(BuildClosed(component));
        }

        return _scalars.Coefficient.IsZero
            ? Constant.Of(0, new Shape([.. _dimensions.Take(_rank)]))
            : Canonical(open);
    }

    private Expr BuildClosed(List<Factor> component)
    {
        var used = component.SelectMany(static factor => factor.Indices).Distinct().ToList();
        return Build(component.Select(factor => factor.Rename(used.IndexOf)), [.. used.Select(i => _dimensions[i])], 0);
    }

    private bool IsOpen(List<Factor> component) =>
        component.Any(factor => factor.Indices.Any(index => index < _rank));

    /// <summary>A summed index that no factor carries contributes the size of its dimension.</summary>
    private void SumUnusedIndices()
    {
        var used = _tensors.SelectMany(static factor => factor.Indices).ToHashSet();
        for (var index = _rank; index < _dimensions.Count; index++)
        {
            if (!used.Contains(index))
            {
                _scalars.Multiply(DimensionSize.Of(_dimensions[index]));
            }
        }
    }

    private List<List<Factor>> Components()
    {
        var components = new List<List<Factor>>();
        var remaining = new List<Factor>(_tensors);
        while (remaining.Count > 0)
        {
            var component = new List<Factor> { remaining[0] };
            remaining.RemoveAt(0);
            var summed = new HashSet<int>(component[0].Indices.Where(index => index >= _rank));
            int next;
            while ((next = remaining.FindIndex(factor => factor.Indices.Any(summed.Contains))) >= 0)
            {
                component.Add(remaining[next]);
                summed.UnionWith(remaining[next].Indices.Where(index => index >= _rank));
                remaining.RemoveAt(next);
            }

            components.Add(component);
        }

        return components;
    }

    /// <summary>
    /// Orders the factors and numbers the summed indices by first appearance; among equal factors the one whose
    /// indices already have the smallest numbers comes first.
    /// </summary>
    private Expr Canonical(List<Factor> tensors)
    {
        var names = Enumerable.Range(0, _rank).ToDictionary(static index => index);
        var dimensions = _dimensions.Take(_rank).ToList();
        var remaining = tensors.OrderBy(static factor => factor.Value.Fingerprint).ToList();
        var renamed = ImmutableArray.CreateBuilder<Factor>(tensors.Count);
        while (remaining.Count > 0)
        {
            var next = remaining
                .TakeWhile(factor => ReferenceEquals(factor.Value, remaining[0].Value))
                .MinBy(factor => string.Join(
                    ',', factor.Indices.Select(i => $"{names.GetValueOrDefault(i, 9999):D4}")));
            remaining.Remove(next);
            renamed.Add(next.Rename(index => Number(index, names, dimensions)));
        }

        var shape = new Shape([.. _dimensions.Take(_rank)]);
        return Product.Make(
            _scalars.Coefficient, _scalars.ToArray(), renamed.ToImmutable(), [.. dimensions], shape);
    }

    private int Number(int index, Dictionary<int, int> names, List<Dimension> dimensions)
    {
        if (!names.TryGetValue(index, out var name))
        {
            name = dimensions.Count;
            names.Add(index, name);
            dimensions.Add(_dimensions[index]);
        }

        return name;
    }
}
