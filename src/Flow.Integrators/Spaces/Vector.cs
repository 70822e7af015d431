namespace Flow.Integrators.Spaces;

/// <summary>An opaque handle to an element of a vector space; only its space reads the entries, so they may live on a
/// device. A space owns the memory of its vectors.</summary>
public abstract class Vector
{
    /// <summary>Creates a handle.</summary>
    /// <param name="layout">The named blocks of the vector.</param>
    protected Vector(VectorLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Layout = layout;
    }

    /// <summary>The named blocks of the vector.</summary>
    public VectorLayout Layout { get; }
}
