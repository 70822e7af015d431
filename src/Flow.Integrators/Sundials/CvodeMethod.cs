namespace Flow.Integrators.Sundials;

/// <summary>The two families of CVODE.</summary>
public enum CvodeMethod
{
    /// <summary>Adams-Moulton of orders 1 to 12, its equations solved by functional iteration: for nonstiff problems.
    /// </summary>
    Adams,

    /// <summary>Backward differentiation of orders 1 to 5, its equations solved by Newton's iteration with GMRES: for
    /// stiff problems.</summary>
    Bdf,
}
