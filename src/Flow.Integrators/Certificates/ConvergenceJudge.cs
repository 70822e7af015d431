namespace Flow.Integrators.Certificates;

/// <summary>Judges one functional by its values in runs of increasing accuracy v_0, v_1, .., v_M, of which v_d, d = 0
/// or 1, is the delivered one.</summary>
/// <remarks>With D_m the root mean square over the sample times of v_(m-1) - v_m and f the refinement factor: all D_m
/// have to fall by what the ladder asks for at least, usually 2, and the last rate log(D_(M-1)/D_M)/log f has to be
/// within a factor, usually 2, of the expected one. The estimate of |v_d - v| is then |v_d - v_M| + |v_(M-1) - v_M| +
/// floor: the first term misses |v_M - v|, which is at most D_M / (2 - 1) in that norm where the fall is 2, less where
/// it is more, and D_M / (sqrt(3) - 1) for divided steps; it is therefore covered by the second (raised where a
/// neighbouring time shows more); the last is the bound of rounding, see <see cref="Floor"/>.</remarks>
internal sealed class ConvergenceJudge(RefinementLadder ladder, int dimension)
{
    private const double UnitRoundoff = 1.1102230246251565e-16;

    // Errors change by decades between sample times far apart, so a neighbour may count for no more than this.
    private const double MostLift = 10;

    /// <summary>The certificates of all functionals.</summary>
    /// <param name="functionals">The functionals.</param>
    /// <param name="values">Their values, functional by functional and run by run.</param>
    /// <param name="steps">The accepted steps of the companion runs, level by level.</param>
    public List<FunctionalCertificate> Judge(
        IReadOnlyList<ScalarFunctional> functionals,
        IReadOnlyList<IReadOnlyList<double[]>> values,
        IReadOnlyList<long> steps)
    {
        List<FunctionalCertificate> found = [.. functionals.Zip(values, (f, v) => Judge(f, v, steps))];
        // Runs with the same steps agree whatever their error. Steps differ where their number follows the tolerance,
        // or where something else was seen to converge.
        return FollowTolerance(steps) || found.Any(IsSeenToConverge) ? found
            : [.. found.Select(f => f.Verdict == CertificateVerdict.AtRoundingFloor ? WithoutEvidence(f) : f)];
    }

    private FunctionalCertificate Judge(
        ScalarFunctional functional, IReadOnlyList<double[]> values, IReadOnlyList<long> steps)
    {
        var (delivered, last, before) = (values[ladder.Coarser], values[^1], values[^2]);
        var floor = Floor(values, steps);
        double[] differences = [.. values.Zip(values.Skip(1), RootMeanSquare)];
        double[] rates = [.. differences.Zip(differences.Skip(1), Rate)];
        var estimates = new double[delivered.Length];
        for (var i = 0; i < estimates.Length; i++)
        {
            var here = Difference(delivered[i], last[i]);
            estimates[i] = functional.IsStepFunction ? here : here + Tail(before, last, i, here) + floor;
        }

        var (verdict, reason) = functional.IsStepFunction
            ? StepFunction(differences)
            : Smooth(differences, rates, floor);
        return new(functional, verdict, reason, estimates, differences, rates, floor);
    }

    /// <summary>A bound of the rounding errors: each of N steps rounds each component of the state once, relative to
    /// u = 2^-53, and q sums up n components; so (N + n) u max |q|, where the flow does not amplify.</summary>
    private double Floor(IReadOnlyList<double[]> values, IReadOnlyList<long> steps) =>
        (steps.Max() + dimension) * UnitRoundoff
        * values.SelectMany(static v => v).Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();

    private static (CertificateVerdict Verdict, string? Reason) StepFunction(double[] differences) =>
        differences[^1] == 0 ? (CertificateVerdict.Certified, null)
        : Uncertified("the two finest runs differ");

    private (CertificateVerdict Verdict, string? Reason) Smooth(double[] differences, double[] rates, double floor)
    {
        if (!Array.TrueForAll(differences, double.IsFinite))
        {
            return Uncertified("it has no value in one of the runs");
        }

        if (Array.TrueForAll(differences, d => d <= floor))
        {
            return (CertificateVerdict.AtRoundingFloor, null);
        }

        for (var m = 1; m < differences.Length; m++)
        {
            if (differences[m] > Math.Max(differences[m - 1] / ladder.LeastFall, floor))
            {
                return Uncertified(Check.Text($"no convergence: refinements {m} and {m + 1} change it by ")
                    + Check.Text($"{differences[m - 1]:G2} and {differences[m]:G2}"));
            }
        }

        var (rate, isLastRounding) = (rates[^1], differences[^1] <= floor);
        return rate < ladder.Rate / ladder.RateBand && !isLastRounding
            ? Uncertified(Check.Text($"converges with rate {rate:G2} where {ladder.Rate:G2} is expected"))
            : rate > ladder.Rate * ladder.RateBand && !isLastRounding
                ? Uncertified(Check.Text($"converges with rate {rate:G2}, faster than the {ladder.Rate:G2} expected"))
                : (CertificateVerdict.Certified, null);
    }

    private static bool IsSeenToConverge(FunctionalCertificate found) =>
        found is { Verdict: CertificateVerdict.Certified, Functional.IsStepFunction: false };

    private static FunctionalCertificate WithoutEvidence(FunctionalCertificate found) => found with
    {
        Verdict = CertificateVerdict.Uncertified,
        Reason = "the steps do not become shorter with the tolerance, so the runs say nothing",
    };

    private bool FollowTolerance(IReadOnlyList<long> steps) =>
        steps.Zip(steps.Skip(1)).All(pair => pair.Second >= pair.First * ladder.LeastGrowth);

    private double Rate(double difference, double next) => Math.Log(difference / next) / Math.Log(ladder.Factor);

    /// <summary>The difference of the two finest runs at a time, or up to ten times what is known there where it is
    /// larger at a neighbouring time: two errors that cross differ by little by chance.</summary>
    private static double Tail(double[] before, double[] last, int i, double here)
    {
        var own = Difference(before[i], last[i]);
        var nearby = own;
        for (var k = Math.Max(0, i - 1); k <= Math.Min(last.Length - 1, i + 1); k++)
        {
            nearby = Math.Max(nearby, Difference(before[k], last[k]));
        }

        return Math.Clamp(nearby, own, Math.Max(own, MostLift * (here + own)));
    }

    /// <summary>0 where both have no value: there is nothing to be wrong.</summary>
    private static double Difference(double a, double b) => double.IsNaN(a) && double.IsNaN(b) ? 0 : Math.Abs(a - b);

    /// <summary>NaN where one of them has no value at a time.</summary>
    private static double RootMeanSquare(double[] coarse, double[] fine)
    {
        double[] differences = [.. coarse.Zip(fine, Difference)];
        if (!Array.TrueForAll(differences, double.IsFinite))
        {
            return double.NaN;
        }

        // Scaled, so that differences near the smallest numbers are not lost when squared.
        var largest = differences.Max();
        return largest == 0 ? 0 : largest * Math.Sqrt(differences.Average(d => d / largest * (d / largest)));
    }

    private static (CertificateVerdict Verdict, string? Reason) Uncertified(string reason) =>
        (CertificateVerdict.Uncertified, reason);
}
