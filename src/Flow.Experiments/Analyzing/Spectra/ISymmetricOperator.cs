namespace Flow.Experiments.Analyzing.Spectra;

/// <summary>A symmetric matrix A that is known by its products.</summary>
public interface ISymmetricOperator
{
    /// <summary>The number of rows.</summary>
    int Length { get; }

    /// <summary>product = A direction.</summary>
    /// <param name="direction">d.</param>
    /// <param name="product">Receives A d; another memory than d.</param>
    void Multiply(ReadOnlySpan<double> direction, Span<double> product);
}
