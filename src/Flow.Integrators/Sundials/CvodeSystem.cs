using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;

namespace Flow.Integrators.Sundials;

/// <summary>What CVODE calls back: the field, the weights of the error, products with the derivative, the projection;
/// remembers what went wrong, since no exception may pass through the library.</summary>
/// <remarks>A value that is not finite and a singular formula tell CVODE to try a shorter step; any other exception
/// ends its call.</remarks>
internal sealed unsafe class CvodeSystem(OdeProblem problem, Tolerances tolerances, CvodeWeights weights)
{
    private const int Done = 0;
    private const int TryAgain = 1;
    private const int Fatal = -1;

    private readonly int _length = problem.Space.Layout.Length;
    private readonly double _unit = problem.Constraint is null ? 0 : 1;
    private readonly Vector _point = problem.Space.Allocate();
    private readonly Vector _result = problem.Space.Allocate();
    private Vector? _known;

    public bool HasProducts => problem.Linearization is not null;

    public bool HasConstraint => problem.Constraint is not null;

    /// <summary>What must be thrown on once CVODE has returned.</summary>
    public ExceptionDispatchInfo? Fault { get; private set; }

    /// <summary>The last singular formula met since <see cref="Forget"/>.</summary>
    public VectorFieldException? Singularity { get; private set; }

    /// <summary>The first entry of the last field that was not finite since <see cref="Forget"/>, or -1.</summary>
    public int NonFinite { get; private set; } = -1;

    /// <summary>Whether the formula broke down since <see cref="Forget"/>.</summary>
    public bool HasTrouble => Singularity is not null || NonFinite >= 0;

    /// <summary>How far the last state was off the manifold before its projection.</summary>
    public double Defect { get; private set; }

    /// <summary>Answers the next evaluation with a derivative that is known.</summary>
    public void AnswerNextWith(Vector derivative) => _known = derivative;

    /// <summary>Forgets what went wrong.</summary>
    public void Forget() => (Fault, Singularity, NonFinite, Defect) = (null, null, -1, 0);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static void Ignore(int code, nint module, nint function, nint message, nint data)
    {
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Evaluate(double time, nint state, nint derivative, nint data) =>
        Of(data).Evaluate(time, state, derivative);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Weigh(nint state, nint result, nint data) => Of(data).Weigh(state, result);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int MoveTo(double time, nint state, nint derivative, nint data) => Of(data).MoveTo(time, state);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Multiply(
        nint direction, nint product, double time, nint state, nint derivative, nint data, nint work) =>
        Of(data).Multiply(direction, product);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Project(double time, nint state, nint correction, double tolerance, nint error, nint data) =>
        Of(data).Project(state, correction, error);

    private static CvodeSystem Of(nint data) => (CvodeSystem)GCHandle.FromIntPtr(data).Target!;

    private Span<double> Values(nint vector) => new(CvodeLibrary.VectorValues(vector), _length);

    private int Evaluate(double time, nint state, nint derivative)
    {
        try
        {
            if (_known is { } known)
            {
                problem.Space.Read(known, Values(derivative));
                _known = null;
                return Done;
            }

            problem.Space.Write(Values(state), _point);
            // CVODE may pass the end by rounding.
            problem.Field.Evaluate(Math.Min(time, problem.EndTime), _point, _result);
            problem.Space.Read(_result, Values(derivative));
            return IsFinite(_result) ? Done : TryAgain;
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
    }

    private int Weigh(nint state, nint result)
    {
        var values = Values(state);
        var inverse = Values(result);
        if (weights == CvodeWeights.Entries)
        {
            for (var i = 0; i < inverse.Length; i++)
            {
                inverse[i] = 1 / (tolerances.Absolute + (tolerances.Relative * Math.Abs(values[i])));
            }

            return Done;
        }

        // CVODE divides by n where the norm of blocks divides by their number.
        var blocks = problem.Space.Layout.Blocks;
        var share = Math.Sqrt((double)_length / blocks.Length);
        foreach (var (_, offset, length) in blocks)
        {
            var squares = 0.0;
            foreach (var value in values.Slice(offset, length))
            {
                squares += value * value;
            }

            var weight = (tolerances.Absolute * Math.Sqrt(length))
                + (tolerances.Relative * Math.Max(_unit, Math.Sqrt(squares)));
            inverse.Slice(offset, length).Fill(share / weight);
        }

        return Done;
    }

    private int MoveTo(double time, nint state)
    {
        try
        {
            problem.Space.Write(Values(state), _point);
            problem.Linearization!.MoveTo(Math.Min(time, problem.EndTime), _point);
            return Done;
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
    }

    private int Multiply(nint direction, nint product)
    {
        try
        {
            problem.Space.Write(Values(direction), _point);
            problem.Linearization!.Multiply(_point, _result);
            problem.Space.Read(_result, Values(product));
            return IsFinite(_result) ? Done : TryAgain;
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
    }

    // The correction that leads back to the manifold, and the part of the error estimate along it.
    private int Project(nint state, nint correction, nint error)
    {
        try
        {
            problem.Space.Write(Values(state), _point);
            Defect = problem.Constraint!.Retract(_point);
            if (!double.IsFinite(Defect))
            {
                return TryAgain;
            }

            problem.Space.Read(_point, Values(correction));
            var values = Values(state);
            var change = Values(correction);
            for (var i = 0; i < change.Length; i++)
            {
                change[i] -= values[i];
            }

            if (error != 0)
            {
                problem.Space.Write(Values(error), _result);
                problem.Constraint.ProjectTangent(_point, _result);
                problem.Space.Read(_result, Values(error));
            }

            return Done;
        }
        catch (Exception exception)
        {
            return Failed(exception);
        }
    }

    private bool IsFinite(Vector vector)
    {
        var broken = problem.Space.FirstNonFinite(vector);
        NonFinite = broken >= 0 ? broken : NonFinite;
        return broken < 0;
    }

    private int Failed(Exception exception)
    {
        if (exception is VectorFieldException singularity)
        {
            Singularity = singularity;
            return TryAgain;
        }

        Fault = ExceptionDispatchInfo.Capture(exception);
        return Fatal;
    }
}
