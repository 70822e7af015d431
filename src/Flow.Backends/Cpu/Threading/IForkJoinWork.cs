namespace Flow.Backends.Cpu.Threading;

/// <summary>Work cut into chunks that may run in any order and on any thread.</summary>
/// <remarks>
/// Chunks must write to disjoint places and must not depend on who runs them; then results do not depend on the number
/// of threads. Sums over chunks are taken by the caller, in the order of the chunks, after the join.
/// </remarks>
public interface IForkJoinWork
{
    /// <summary>Runs one chunk.</summary>
    /// <param name="chunk">Which chunk, from 0.</param>
    /// <param name="worker">
    /// Who runs it, from 0 (the caller) to threads - 1: only for scratch memory, never for anything that reaches a
    /// result.
    /// </param>
    void Execute(int chunk, int worker);
}
