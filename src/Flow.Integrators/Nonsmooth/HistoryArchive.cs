using Flow.Integrators.Problems;

namespace Flow.Integrators.Nonsmooth;

/// <summary>The history as numbers: times, states, fields, masks, signals and multipliers of all nodes, and the order
/// of the sliding pairs; gradients and K follow from them.</summary>
internal sealed class HistoryArchive(OdeProblem problem, PatchedHistory history)
{
    private readonly int _length = problem.Space.Layout.Length;
    private readonly int _pairs = history.Masks.Length;

    public int Length => 1 + (2 * _pairs) + (history.Capacity * (1 + (2 * _length) + (3 * _pairs)));

    public void Save(Span<double> memory)
    {
        memory.Clear();
        memory[0] = history.Count;
        history.Masks.CopyTo(memory[1..]);
        var order = memory.Slice(1 + _pairs, _pairs);
        for (var i = 0; i < history.Sliding.Count; i++)
        {
            order[history.Sliding[i]] = i + 1;
        }

        var rest = memory[(1 + (2 * _pairs))..];
        for (var j = 0; j < history.Count; j++)
        {
            SaveNode(history[j], rest.Slice(j * NodeLength, NodeLength));
        }
    }

    public void Load(ReadOnlySpan<double> memory)
    {
        memory.Slice(1, _pairs).CopyTo(history.Masks);
        history.Sliding.Assign(Order(memory.Slice(1 + _pairs, _pairs)));
        var rest = memory[(1 + (2 * _pairs))..];
        var count = (int)memory[0];
        for (var j = 0; j < count; j++)
        {
            LoadNode(history[j], rest.Slice(j * NodeLength, NodeLength));
        }

        history.Restart(count);
    }

    private int NodeLength => 1 + (2 * _length) + (3 * _pairs);

    private void SaveNode(KinkNode node, Span<double> memory)
    {
        memory[0] = node.Time;
        problem.Space.Read(node.State, memory.Slice(1, _length));
        problem.Space.Read(node.Field, memory.Slice(1 + _length, _length));
        var rest = memory[(1 + (2 * _length))..];
        node.Masks.CopyTo(rest);
        node.Signals.CopyTo(rest[_pairs..]);
        for (var i = 0; i < history.Sliding.Count; i++)
        {
            rest[(2 * _pairs) + history.Sliding[i]] = node.Multipliers[i];
        }
    }

    private void LoadNode(KinkNode node, ReadOnlySpan<double> memory)
    {
        node.Time = memory[0];
        problem.Space.Write(memory.Slice(1, _length), node.State);
        problem.Space.Write(memory.Slice(1 + _length, _length), node.Field);
        var rest = memory[(1 + (2 * _length))..];
        rest[.._pairs].CopyTo(node.Masks);
        rest.Slice(_pairs, _pairs).CopyTo(node.Signals);
        node.Rebuild();
        for (var i = 0; i < history.Sliding.Count; i++)
        {
            node.SetMultiplier(i, rest[(2 * _pairs) + history.Sliding[i]]);
        }
    }

    /// <summary>The pairs in the order in which their numbers, from 1 on, say that they began to slide.</summary>
    public static int[] Order(ReadOnlySpan<double> numbers)
    {
        var sliding = new SortedDictionary<int, int>();
        for (var pair = 0; pair < numbers.Length; pair++)
        {
            if (numbers[pair] > 0)
            {
                sliding.Add((int)numbers[pair], pair);
            }
        }

        return [.. sliding.Values];
    }
}
