namespace Flow.Integrators.Certificates;

/// <summary>What a certificate says of one functional.</summary>
public enum CertificateVerdict
{
    /// <summary>The differences fall as the method's order demands: the estimate is that of the global error.</summary>
    Certified,

    /// <summary>The differences are within the rounding errors of the runs: the estimate is their bound.</summary>
    AtRoundingFloor,

    /// <summary>Nothing can be said; the reason says why.</summary>
    Uncertified,
}
