using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Flow.Experiments.Configuration.Reading;

/// <summary>A YAML parser that refuses deep nesting before it can exhaust the stack.</summary>
internal sealed class BoundedParser(IParser inner) : IParser
{
    public const int DeepestNesting = 40;

    private int depth;

    public ParsingEvent? Current => inner.Current;

    public bool MoveNext()
    {
        bool moved = inner.MoveNext();
        depth += inner.Current?.NestingIncrease ?? 0;
        return depth <= DeepestNesting
            ? moved
            : throw new YamlException(
                inner.Current!.Start, inner.Current.End, $"values are nested more than {DeepestNesting} deep");
    }
}
