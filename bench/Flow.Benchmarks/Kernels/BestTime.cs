using System.Diagnostics;

namespace Flow.Benchmarks.Kernels;

/// <summary>The shortest time of a call: the machine is shared, so the minimum is the only steady statistic.</summary>
internal static class BestTime
{
    /// <summary>Nanoseconds per call, the best of about 0.3 s of batches.</summary>
    public static double Of(Action action)
    {
        for (int i = 0; i < 3; i++)
        {
            action();
        }

        long once = Stopwatch.GetTimestamp();
        action();
        double estimate = Math.Max(Stopwatch.GetElapsedTime(once).TotalNanoseconds, 20);
        int batch = (int)Math.Clamp(100_000 / estimate, 1, 5_000);
        double best = double.MaxValue;
        long begin = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < 0.3)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < batch; i++)
            {
                action();
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / batch);
        }

        return best;
    }
}
