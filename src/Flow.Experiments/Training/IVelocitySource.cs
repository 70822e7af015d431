using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Experiments.Training;

/// <summary>Where the velocity of a training step comes from: a batch, all samples, or all with noise.</summary>
public interface IVelocitySource
{
    /// <summary>Draws the next step's velocity at a state.</summary>
    /// <param name="state">z.</param>
    /// <param name="velocity">Receives F(z) for the step's samples.</param>
    /// <returns>The mean loss of the step's samples before the step.</returns>
    /// <exception cref="VectorFieldException">A formula is singular at the state.</exception>
    double Evaluate(Vector state, Vector velocity);

    /// <summary>Writes what is remembered from step to step.</summary>
    /// <param name="writer">The destination.</param>
    void Save(BinaryWriter writer)
    {
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">The source.</param>
    void Load(BinaryReader reader)
    {
    }
}
