using System.Numerics;

namespace Flow.Backends.Plans.Host;

/// <summary>s = sum_i A_i B_i, in a fixed order.</summary>
internal sealed class InnerProduct(int destination, int a, int b) : HostOp
{
    /// <summary>The slot of s.</summary>
    public int Destination => destination;

    /// <summary>The slot of A.</summary>
    public int A => a;

    /// <summary>The slot of B.</summary>
    public int B => b;

    /// <inheritdoc />
    public override void Run(HostMemory memory) =>
        memory.Scalars[destination] = Of(memory.Tensors[a], memory.Tensors[b]);

    private static double Of(double[] a, double[] b)
    {
        var (first, second) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i <= a.Length - (2 * Vector<double>.Count); i += 2 * Vector<double>.Count)
        {
            first += new Vector<double>(a, i) * new Vector<double>(b, i);
            second += new Vector<double>(a, i + Vector<double>.Count) * new Vector<double>(b, i + Vector<double>.Count);
        }

        var sum = Vector.Sum(first + second);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }
}
