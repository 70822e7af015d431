using Flow.Backends.Cpu.Rows;

namespace Flow.Experiments.Nonsmooth;

/// <summary>
/// The part of a compact gradient that belongs to one parameter W = a t of the network: the derivative G in W as an
/// outer product delta h^T or in full, times a, and what the mobility M needs. W = t is the state itself or, with
/// weight normalization, a = g/||t||; M removes the part of G along t where the flow keeps ||t||.
/// </summary>
/// <param name="start">Where the part starts in a compact gradient.</param>
/// <param name="offset">Where t starts in the state.</param>
/// <param name="rows">The number of outputs; of entries where G is in full.</param>
/// <param name="columns">The number of inputs; 0 where G is in full.</param>
/// <param name="keepsNorm">Whether the flow keeps ||t||.</param>
/// <param name="scale">Where g stands in the state; -1 where there is none.</param>
internal sealed class GradientBlock(int start, int offset, int rows, int columns, bool keepsNorm, int scale)
{
    private const int Header = 4;

    private bool IsOuter => columns > 0;

    private int Entries => IsOuter ? rows * columns : rows;

    /// <summary>The number of doubles in a compact gradient.</summary>
    public int Length => Header + rows + columns;

    /// <summary>Writes that G is 0.</summary>
    public void Clear(Span<double> gradient) => gradient[start] = 0;

    /// <summary>Takes delta and h, or G, at a state.</summary>
    public void Take(
        ReadOnlySpan<double> value, ReadOnlySpan<double> input, ReadOnlySpan<double> state, Span<double> gradient)
    {
        var own = gradient.Slice(start, Length);
        var left = own.Slice(Header, rows);
        var right = own[(Header + rows)..];
        own[0] = 1;
        value.CopyTo(left);
        input[..columns].CopyTo(right);
        if (!keepsNorm)
        {
            return;
        }

        var direction = state.Slice(offset, Entries);
        var norm = Math.Sqrt(RowArithmetic.Dot(direction, direction));
        var along = (IsOuter ? RowArithmetic.Form(left, direction, right) : RowArithmetic.Dot(left, direction)) / norm;
        var factor = scale < 0 ? 1 : state[scale] / norm;
        (own[1], own[2], own[3]) = (along, ((scale < 0 ? 0 : 1) - (factor * factor)) * along, factor * along / norm);
        if (scale >= 0)
        {
            foreach (ref var entry in left)
            {
                entry *= factor;
            }
        }
    }

    /// <summary>This part of &lt;g, M g'&gt;.</summary>
    public double Inner(ReadOnlySpan<double> gradient, ReadOnlySpan<double> other)
    {
        var own = gradient.Slice(start, Length);
        var its = other.Slice(start, Length);
        if (own[0] == 0 || its[0] == 0)
        {
            return 0;
        }

        var product = RowArithmetic.Dot(own.Slice(Header, rows), its.Slice(Header, rows));
        if (IsOuter && product != 0)
        {
            product *= RowArithmetic.Dot(own[(Header + rows)..], its[(Header + rows)..]);
        }

        return keepsNorm ? product + (own[2] * its[1]) : product;
    }

    /// <summary>This part of &lt;g, d&gt;.</summary>
    public double Along(ReadOnlySpan<double> gradient, ReadOnlySpan<double> state, ReadOnlySpan<double> direction)
    {
        var own = gradient.Slice(start, Length);
        if (own[0] == 0)
        {
            return 0;
        }

        var left = own.Slice(Header, rows);
        var part = direction.Slice(offset, Entries);
        var product = IsOuter
            ? RowArithmetic.Form(left, part, own[(Header + rows)..])
            : RowArithmetic.Dot(left, part);
        return scale < 0
            ? product
            : product + (own[1] * direction[scale]) - (own[3] * RowArithmetic.Dot(state.Slice(offset, Entries), part));
    }

    /// <summary>Adds this part of factor M g.</summary>
    public void Add(
        double factor, ReadOnlySpan<double> gradient, ReadOnlySpan<double> state, Span<double> target)
    {
        var own = gradient.Slice(start, Length);
        if (own[0] == 0)
        {
            return;
        }

        var left = own.Slice(Header, rows);
        var part = target.Slice(offset, Entries);
        if (IsOuter)
        {
            AddOuter(factor, left, own[(Header + rows)..], part);
        }
        else
        {
            RowArithmetic.Add(factor, left, part);
        }

        if (keepsNorm)
        {
            RowArithmetic.Add(-factor * own[3], state.Slice(offset, Entries), part);
        }

        if (scale >= 0)
        {
            target[scale] += factor * own[1];
        }
    }

    private static void AddOuter(
        double factor, ReadOnlySpan<double> left, ReadOnlySpan<double> right, Span<double> target)
    {
        for (var row = 0; row < left.Length; row++)
        {
            if (left[row] != 0)
            {
                RowArithmetic.Add(factor * left[row], right, target.Slice(row * right.Length, right.Length));
            }
        }
    }
}
