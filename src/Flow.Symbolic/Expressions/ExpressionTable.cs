namespace Flow.Symbolic.Expressions;

/// <summary>Keeps one object for each structure; unused nodes are collected.</summary>
internal static class ExpressionTable
{
    private static readonly Dictionary<ulong, List<WeakReference<Expr>>> Buckets = [];
    private static readonly Lock Gate = new();
    private static int _sweepAt = 1 << 14;

    /// <summary>The node that stands for this structure.</summary>
    /// <param name="candidate">A freshly made node.</param>
    public static T Intern<T>(T candidate)
        where T : Expr
    {
        lock (Gate)
        {
            if (!Buckets.TryGetValue(candidate.Fingerprint, out var bucket))
            {
                bucket = [];
                Buckets.Add(candidate.Fingerprint, bucket);
            }

            foreach (var reference in bucket)
            {
                if (reference.TryGetTarget(out var known) && known.SameNode(candidate))
                {
                    return (T)known;
                }
            }

            bucket.Add(new WeakReference<Expr>(candidate));
            Sweep();
            return candidate;
        }
    }

    private static void Sweep()
    {
        if (Buckets.Count < _sweepAt)
        {
            return;
        }

        foreach (var (key, bucket) in Buckets.ToArray())
        {
            bucket.RemoveAll(static reference => !reference.TryGetTarget(out _));
            if (bucket.Count == 0)
            {
                Buckets.Remove(key);
            }
        }

        _sweepAt = Math.Max(1 << 14, 2 * Buckets.Count);
    }
}
