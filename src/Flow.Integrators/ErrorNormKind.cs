namespace Flow.Integrators;

/// <summary>Which norm of the weighted error is held below 1.</summary>
public enum ErrorNormKind
{
    /// <summary>sqrt((1/n) sum_i (e_i / w_i)^2): the same tolerance means the same whatever the number of
    /// weights.</summary>
    RootMeanSquare,

    /// <summary>max_i |e_i / w_i|: no component may exceed its tolerance.</summary>
    Maximum,
}
