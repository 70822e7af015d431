using System.Runtime.InteropServices;

namespace Flow.Integrators.Sundials;

/// <summary>The objects of one integration by CVODE and what is asked of them; freed when they are no longer used.
/// </summary>
internal sealed unsafe class CvodeMemory
{
    // As many as in the measurements of the method; CVODE itself takes 5 unless told.
    private const int KrylovDimensions = 20;

    private readonly nint _context;
    private readonly int _length;
    private readonly GCHandle _system;
    private readonly nint _state;
    private readonly nint _work;
    private readonly nint _nonlinear;
    private readonly nint _linear;
    private readonly nint _memory;

    /// <summary>Makes the objects for a system, not yet started.</summary>
    /// <param name="system">What CVODE calls back; kept alive by this object.</param>
    /// <param name="method">The family.</param>
    /// <param name="length">Number of unknowns.</param>
    public CvodeMemory(CvodeSystem system, CvodeMethod method, int length)
    {
        nint context;
        Require(CvodeLibrary.ContextCreate(0, &context));
        _context = context;
        (_length, _system) = (length, GCHandle.Alloc(system));
        (_state, _work) = (NewVector(), NewVector());
        var isBdf = method == CvodeMethod.Bdf;
        _memory = Made(CvodeLibrary.Create(isBdf ? CvodeLibrary.BdfMethod : CvodeLibrary.AdamsMethod, context));
        Require(CvodeLibrary.SetErrorReport(_memory, &CvodeSystem.Ignore, 0));
        Require(CvodeLibrary.Init(_memory, &CvodeSystem.Evaluate, 0, _state));
        Require(CvodeLibrary.SetUserData(_memory, GCHandle.ToIntPtr(_system)));
        Require(CvodeLibrary.SetWeights(_memory, &CvodeSystem.Weigh));
        _nonlinear = Made(isBdf
            ? CvodeLibrary.NewtonNew(_state, context)
            : CvodeLibrary.FixedPointNew(_state, 0, context));
        Require(CvodeLibrary.SetNonlinearSolver(_memory, _nonlinear));
        if (isBdf)
        {
            _linear = Made(CvodeLibrary.GmresNew(_state, 0, KrylovDimensions, context));
            UseNewton(system);
        }
    }

    /// <summary>Frees everything, in the reverse order of creation.</summary>
    ~CvodeMemory()
    {
        var (memory, context) = (_memory, _context);
        CvodeLibrary.Free(&memory);
        CvodeLibrary.NonlinearFree(_nonlinear);
        CvodeLibrary.LinearFree(_linear);
        Destroy(_state);
        Destroy(_work);
        if (_system.IsAllocated)
        {
            _system.Free();
        }

        CvodeLibrary.ContextFree(&context);
    }

    /// <summary>The state that CVODE was given or has reached.</summary>
    public Span<double> State => new(CvodeLibrary.VectorValues(_state), _length);

    /// <summary>What was interpolated last.</summary>
    public ReadOnlySpan<double> Interpolated => new(CvodeLibrary.VectorValues(_work), _length);

    /// <summary>The order of the last step.</summary>
    public int LastOrder
    {
        get
        {
            int order;
            Require(CvodeLibrary.LastOrder(_memory, &order));
            return order;
        }
    }

    /// <summary>The size that CVODE is going to try next.</summary>
    public double NextStep
    {
        get
        {
            double size;
            Require(CvodeLibrary.NextStep(_memory, &size));
            return size;
        }
    }

    /// <summary>Trials that CVODE has rejected since the last start.</summary>
    public long Rejections
    {
        get
        {
            long errors, unsolved;
            Require(CvodeLibrary.ErrorRejections(_memory, &errors));
            Require(CvodeLibrary.UnsolvedSteps(_memory, &unsolved));
            return errors + unsolved;
        }
    }

    /// <summary>Iterations of GMRES since the last start.</summary>
    public long LinearIterations
    {
        get
        {
            var count = 0L;
            if (_linear != 0)
            {
                Require(CvodeLibrary.LinearIterations(_memory, &count));
            }

            return count;
        }
    }

    /// <summary>Starts anew at <see cref="State"/> with order 1.</summary>
    /// <param name="time">t.</param>
    /// <param name="firstStep">The size to begin with; 0 leaves it to CVODE.</param>
    public void Restart(double time, double firstStep)
    {
        Require(CvodeLibrary.Restart(_memory, time, _state));
        Require(CvodeLibrary.SetFirstStep(_memory, firstStep));
    }

    /// <summary>Takes one step of CVODE, which leaves its end in <see cref="State"/>.</summary>
    /// <param name="latest">The latest end.</param>
    /// <param name="reached">The end of the step.</param>
    /// <returns>The status of CVODE, below 0 for a failure.</returns>
    public int Advance(double latest, out double reached)
    {
        Require(CvodeLibrary.SetStopTime(_memory, latest));
        double end;
        var status = CvodeLibrary.Advance(_memory, latest, _state, &end, CvodeLibrary.OneStep);
        reached = end;
        return status;
    }

    /// <summary>Writes a derivative of the polynomial of the last step to <see cref="Interpolated"/>.</summary>
    /// <param name="time">A time in the step.</param>
    /// <param name="derivative">0 for y, 1 for y'.</param>
    public void Interpolate(double time, int derivative) =>
        Require(CvodeLibrary.Interpolate(_memory, time, derivative, _work));

    /// <summary>Fetches the weighted error estimate of the last step, entry by entry.</summary>
    /// <returns>The root mean square, and the worst entry.</returns>
    public (double Norm, int Worst) WeightedError()
    {
        // Two vectors are needed; the state has been copied before.
        Require(CvodeLibrary.LocalErrors(_memory, _work));
        Require(CvodeLibrary.ErrorWeights(_memory, _state));
        var (sum, largest, worst) = (0.0, -1.0, -1);
        var errors = Interpolated;
        var weights = State;
        for (var i = 0; i < _length; i++)
        {
            var ratio = Math.Abs(errors[i] * weights[i]);
            sum += ratio * ratio;
            (largest, worst) = ratio > largest ? (ratio, i) : (largest, worst);
        }

        return (Math.Sqrt(sum / _length), worst);
    }

    private void UseNewton(CvodeSystem system)
    {
        Require(CvodeLibrary.SetLinearSolver(_memory, _linear, 0));
        if (system.HasProducts)
        {
            Require(CvodeLibrary.SetProducts(_memory, &CvodeSystem.MoveTo, &CvodeSystem.Multiply));
        }

        if (system.HasConstraint)
        {
            Require(CvodeLibrary.SetProjection(_memory, &CvodeSystem.Project));
        }
    }

    private nint NewVector() => Made(CvodeLibrary.VectorNew(_length, _context));

    private static void Destroy(nint vector)
    {
        if (vector != 0)
        {
            CvodeLibrary.VectorDestroy(vector);
        }
    }

    private static nint Made(nint pointer) => pointer != 0 ? pointer
        : throw new InvalidOperationException("SUNDIALS could not make an object; is there enough memory?");

    private static void Require(int status)
    {
        if (status != 0)
        {
            throw new InvalidOperationException(Check.Text($"CVODE refused a call with its status {status}"));
        }
    }
}
