using System.Numerics;

namespace Flow.Backends.Cpu.Execution;

/// <summary>A matrix of inputs that several plans read; the last that lets go frees it.</summary>
internal sealed class SharedMatrix<T>(PlanBuffer<T> buffer)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private int _users = 1;

    /// <summary>The matrix.</summary>
    public PlanBuffer<T> Buffer => buffer;

    /// <summary>Whether more than one user holds it, so that none may change it.</summary>
    public bool IsShared => Volatile.Read(ref _users) > 1;

    /// <summary>The same matrix for one more user.</summary>
    public SharedMatrix<T> Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>Lets go of the matrix.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            buffer.Dispose();
        }
    }
}
