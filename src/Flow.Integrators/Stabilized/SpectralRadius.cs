using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Stabilized;

/// <summary>The spectral radius of the Jacobian on the tangent space by power iteration,
/// v &lt;- P J v / |P J v|, P the projection onto the tangent space; the direction is kept for the next time.</summary>
/// <remarks>Each iteration is one Jacobian-vector product; where the field has none of its own, one evaluation, and one
/// more at the start. For a symmetric P J P the estimate rises towards the radius and never passes it.</remarks>
public sealed class SpectralRadius
{
    private const int MostIterations = 50;

    // A start along a slow eigenvector, as F itself is on a slow manifold, has to leave it by its rounding errors.
    private const int FewestIterationsAtFirst = 12;
    private const int FewestIterations = 3;
    private const double RelativeChange = 0.01;
    private const int HeaderLength = 3;

    private readonly OdeProblem _problem;
    private readonly ILinearization _linearization;
    private readonly double[] _square = new double[1];
    private readonly Vector[] _single = new Vector[1];
    private readonly double[] _products = new double[2];
    private readonly Vector[] _left = new Vector[2];
    private readonly Vector[] _right = new Vector[2];
    private Vector _product;

    /// <summary>Makes the estimator and its vectors.</summary>
    /// <param name="problem">The problem.</param>
    public SpectralRadius(OdeProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        (_problem, _product, Direction) = (problem, problem.Space.Allocate(), problem.Space.Allocate());
        _linearization = problem.Linearization ?? new DifferenceLinearization(problem.Space, problem.Field);
    }

    /// <summary>The last estimate of the radius (1 / time), without safety factor; 0 before the first.</summary>
    public double Value { get; private set; }

    /// <summary>|v . P J v| / |P J v| for the direction v, the smaller one of the last two iterations: 1 where the
    /// largest eigenvalues are real, the cosine of their angle with the real axis where they are complex and J is
    /// normal; NaN before the first estimate.</summary>
    public double Alignment { get; private set; } = double.NaN;

    /// <summary>Whether an estimate was made.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>The unit vector that the last iteration ended with.</summary>
    public Vector Direction { get; private set; }

    /// <summary>Number of values that <see cref="Save"/> writes.</summary>
    public int MemoryLength => HeaderLength + _problem.Space.Layout.Length;

    /// <summary>Estimates the radius at a point, starting along a / |a| + b / |b|.</summary>
    /// <param name="time">t.</param>
    /// <param name="state">y, on the manifold.</param>
    /// <param name="first">a; not finite or 0 is left out.</param>
    /// <param name="second">b; not finite or 0 is left out.</param>
    /// <remarks>A field that is singular or not finite at a probe leaves the estimate as it was.</remarks>
    public void Estimate(double time, Vector state, Vector first, Vector second)
    {
        var fewest = IsKnown ? FewestIterations : FewestIterationsAtFirst;
        IsKnown = true;
        if (!Start(state, first, second))
        {
            return;
        }

        try
        {
            _linearization.MoveTo(time, state);
            Iterate(state, fewest);
        }
        catch (VectorFieldException)
        {
            // A probe that falls off the field's domain says nothing about the radius.
        }
    }

    /// <summary>Writes what the next estimate depends on.</summary>
    /// <param name="memory"><see cref="MemoryLength"/> values.</param>
    public void Save(Span<double> memory)
    {
        (memory[0], memory[1], memory[2]) = (Value, IsKnown ? 1 : 0, Alignment);
        _problem.Space.Read(Direction, memory[HeaderLength..]);
    }

    /// <summary>Restores what <see cref="Save"/> wrote.</summary>
    /// <param name="memory"><see cref="MemoryLength"/> values.</param>
    public void Load(ReadOnlySpan<double> memory)
    {
        (Value, IsKnown, Alignment) = (memory[0], memory[1] != 0, memory[2]);
        _problem.Space.Write(memory[HeaderLength..], Direction);
    }

    private bool Start(Vector state, Vector first, Vector second)
    {
        var (firstSize, secondSize) = (Size(first), Size(second));
        var space = _problem.Space;
        if (IsUsable(firstSize) && IsUsable(secondSize))
        {
            _single[0] = second;
            space.LinearCombination(_product, 1 / firstSize, first, 1 / secondSize, [1], _single);
        }
        else if (IsUsable(firstSize) || IsUsable(secondSize))
        {
            space.Copy(IsUsable(firstSize) ? first : second, _product);
        }
        else
        {
            return false;
        }

        _problem.Constraint?.ProjectTangent(state, _product);
        return Take(Size(_product));
    }

    private void Iterate(Vector state, int fewest)
    {
        var (previous, previousAlignment) = (0.0, 1.0);
        for (var i = 1; i <= MostIterations; i++)
        {
            _linearization.Multiply(Direction, _product);
            _problem.Constraint?.ProjectTangent(state, _product);
            var (size, alignment) = Measure();
            if (size == 0)
            {
                Value = Math.Max(previous, 0);
                return;
            }

            if (!Take(size))
            {
                return;
            }

            var isSettled = Math.Abs(size - previous) <= RelativeChange * size;
            // The quotients of a rotation swing: the largest of the last two is the safe one.
            (Value, previous) = (Math.Max(size, previous), size);
            (Alignment, previousAlignment) = (Math.Min(alignment, previousAlignment), alignment);
            if (isSettled && i >= fewest)
            {
                return;
            }
        }
    }

    // The product, made a unit vector, becomes the direction.
    private bool Take(double size)
    {
        if (!IsUsable(size))
        {
            return false;
        }

        _problem.Space.LinearCombination(_product, 1 / size, _product, 0, [], []);
        (Direction, _product) = (_product, Direction);
        return true;
    }

    // |P J v| and what part of it lies along v.
    private (double Size, double Alignment) Measure()
    {
        (_left[0], _left[1], _right[0], _right[1]) = (_product, Direction, _product, _product);
        _problem.Space.InnerProducts(_left, _right, _products);
        var size = Math.Sqrt(_products[0]);
        return (size, Math.Abs(_products[1]) / size);
    }

    private double Size(Vector vector)
    {
        _single[0] = vector;
        _problem.Space.InnerProducts(_single, _single, _square);
        return Math.Sqrt(_square[0]);
    }

    private static bool IsUsable(double size) => size > 0 && double.IsFinite(size);
}
