namespace Flow.Backends.Cpu;

public abstract partial class KernelSet<T>
{
    /// <summary>
    /// Runs multiply-adds c = c a + b on independent vectors that stay in registers; timed, it gives the peak
    /// of a core.
    /// </summary>
    /// <param name="rounds">How often each vector is updated, at least 1.</param>
    /// <param name="sum">The sum over all vectors and lanes, which tends to a fixed point.</param>
    /// <returns>The number of floating-point operations done.</returns>
    public long RunMultiplyAdds(long rounds, out T sum)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        sum = RunMultiplyAddsCore(rounds, T.CreateChecked(0.5), T.One);
        return rounds * MultiplyAddFlops;
    }

    private protected abstract int MultiplyAddFlops { get; }

    private protected abstract T RunMultiplyAddsCore(long rounds, T factor, T term);
}
