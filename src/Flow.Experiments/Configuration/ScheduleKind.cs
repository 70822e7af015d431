namespace Flow.Experiments.Configuration;

/// <summary>How the learning rate changes over the steps.</summary>
public enum ScheduleKind
{
    /// <summary>eta.</summary>
    Constant,

    /// <summary>eta factor^floor(s / every).</summary>
    Step,

    /// <summary>eta (final + (1 - final)(1 + cos(pi s / S)) / 2), S the number of steps.</summary>
    Cosine,

    /// <summary>eta min(1, (s + 1) / steps).</summary>
    Warmup,
}
