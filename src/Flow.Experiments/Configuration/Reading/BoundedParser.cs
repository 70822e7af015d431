using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>A YAML parser that refuses deep nesting and unknown anchors, and remembers how far it came.</summary>
internal sealed class BoundedParser(IParser inner) : IParser
{
    /// <summary>Deeper nesting could exhaust the stack of the reader.</summary>
    public const int DeepestNesting = 40;

    private readonly HashSet<AnchorName> anchors = [];
    private int depth;

    public ParsingEvent? Current => inner.Current;

    /// <summary>The end of the last event that could be read.</summary>
    public Mark Reached { get; private set; } = new(0, 1, 1);

    public bool MoveNext()
    {
        bool moved = inner.MoveNext();
        if (inner.Current is { } current)
        {
            Reached = current.End;
            Check(current);
        }

        return moved;
    }

    private void Check(ParsingEvent current)
    {
        depth += current.NestingIncrease;
        if (depth > DeepestNesting)
        {
            throw new YamlException(
                current.Start, current.End, $"values are nested more than {DeepestNesting} deep");
        }

        if (current is AnchorAlias alias && !anchors.Contains(alias.Value))
        {
            throw new YamlException(current.Start, current.End, $"no anchor &{alias.Value} stands before this alias");
        }

        if (current is NodeEvent { Anchor.IsEmpty: false } node)
        {
            anchors.Add(node.Anchor);
        }
    }
}
