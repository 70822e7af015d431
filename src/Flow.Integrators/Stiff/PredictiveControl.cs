namespace Flow.Integrators.Stiff;

/// <summary>The step size h' = 0.75 h err^(-1/4), and after two accepted steps in a row no longer than the predictive
/// 0.75 h (h / h_old) (err_old / err^2)^(1/4) (K. Gustafsson, Control-theoretic techniques for stepsize selection in
/// implicit Runge-Kutta methods, 1994), smaller where Newton's iteration was slow.</summary>
internal sealed class PredictiveControl
{
    public const int MemoryLength = 3;

    // A step with 0.75 has half the error of one with 0.9, for a twentieth more evaluations only: there are fewer
    // rejections.
    private const double Safety = 0.75;
    private const double SmallestFactor = 0.2;
    private const double SmallestFactorFirst = 0.1;
    private const double LargestFactor = 8;
    private const double FactorUnsolved = 0.5;
    // Within these the matrix is worth more than the longer step.
    private const double LeastChange = 1;
    private const double MostUseless = 1.2;
    private const double SmallestError = 1e-10;
    private const double SmallestRemembered = 1e-2;

    private double _previousStep;
    private double _previousError;
    private bool _wasRejected;

    /// <summary>Whether the last trial was rejected.</summary>
    public bool WasRejected => _wasRejected;

    /// <summary>Whether no step has been accepted yet.</summary>
    public bool IsFirst => _previousStep == 0;

    public double Shrink(double step, double error, int iterations, int most)
    {
        _wasRejected = true;
        var smallest = IsFirst ? SmallestFactorFirst : SmallestFactor;
        return step * Math.Clamp(Slowed(iterations, most) * Math.Pow(error, -0.25), smallest, Safety);
    }

    /// <summary>The size of the next trial after one whose equations were not solved.</summary>
    public double ShrinkUnsolved(double step)
    {
        _wasRejected = true;
        return step * FactorUnsolved;
    }

    /// <summary>The size of the next trial after one that could not be evaluated.</summary>
    public double ShrinkMost(double step)
    {
        _wasRejected = true;
        return step * SmallestFactor;
    }

    public double Next(double step, double error, int iterations, int most)
    {
        error = Math.Max(error, SmallestError);
        var factor = Math.Pow(error, -0.25);
        if (!IsFirst)
        {
            factor = Math.Min(factor, step / _previousStep * Math.Pow(_previousError / (error * error), 0.25));
        }

        factor = Math.Clamp(Slowed(iterations, most) * factor, SmallestFactor, LargestFactor);
        factor = _wasRejected ? Math.Min(factor, 1) : factor;
        (_previousStep, _previousError, _wasRejected) = (step, Math.Max(SmallestRemembered, error), false);
        return factor is >= LeastChange and <= MostUseless ? step : step * factor;
    }

    public void Save(Span<double> memory) =>
        (memory[0], memory[1], memory[2]) = (_previousStep, _previousError, _wasRejected ? 1 : 0);

    public void Load(ReadOnlySpan<double> memory) =>
        (_previousStep, _previousError, _wasRejected) = (memory[0], memory[1], memory[2] != 0);

    private static double Slowed(int iterations, int most) =>
        Safety * ((2 * most) + 1) / ((2 * most) + Math.Clamp(iterations, 1, most));
}
