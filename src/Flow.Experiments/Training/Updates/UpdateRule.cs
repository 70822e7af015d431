using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training.Updates;

/// <summary>
/// How a velocity F (minus the gradient of the objective, with the multipliers where there are constraints) moves the
/// state z in one discrete step; the retraction onto constraints is not part of it.
/// </summary>
/// <param name="space">The space of the state.</param>
public abstract class UpdateRule(IVectorSpace space)
{
    /// <summary>The space of the state.</summary>
    protected IVectorSpace Space { get; } = space;

    /// <summary>Takes one step.</summary>
    /// <param name="state">z.</param>
    /// <param name="velocity">F(z).</param>
    /// <param name="rate">The learning rate eta of the step.</param>
    /// <param name="step">The step, counted from 0.</param>
    /// <param name="next">Receives the state after the step; may be <paramref name="state"/>.</param>
    /// <remarks>Allocates nothing.</remarks>
    public abstract void Apply(Vector state, Vector velocity, double rate, long step, Vector next);

    /// <summary>Writes a vector.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="writer">The destination.</param>
    protected void SaveVector(Vector vector, BinaryWriter writer)
    {
        var values = new double[Space.Layout.Length];
        Space.Read(vector, values);
        Array.ForEach(values, writer.Write);
    }

    /// <summary>Reads a vector.</summary>
    /// <param name="vector">The vector to overwrite.</param>
    /// <param name="reader">The source.</param>
    protected void LoadVector(Vector vector, BinaryReader reader)
    {
        var values = new double[Space.Layout.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadDouble();
        }

        Space.Write(values, vector);
    }

    /// <summary>Writes what is remembered from step to step.</summary>
    /// <param name="writer">The destination.</param>
    public virtual void Save(BinaryWriter writer)
    {
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">The source.</param>
    public virtual void Load(BinaryReader reader)
    {
    }
}
