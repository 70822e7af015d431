using System.Numerics;
using System.Runtime.InteropServices;

namespace Flow.Backends.Plans.Host;

/// <summary>T = sum_i s_i A_i, the scalars s_i taken from memory; two terms are read in each pass.</summary>
internal sealed class CombineTensors(int destination, (int Scalar, int Tensor)[] terms) : HostOp
{
    /// <summary>The slot of T.</summary>
    public int Destination => destination;

    /// <inheritdoc />
    public override void Run(HostMemory memory) => RunInto(memory, memory.Tensors[destination]);

    /// <summary>Computes T where it is wanted instead of in its slot.</summary>
    public void RunInto(HostMemory memory, Span<double> target)
    {
        for (var i = 0; i < terms.Length; i += 2)
        {
            var (s, a) = (memory.Scalars[terms[i].Scalar], memory.Tensors[terms[i].Tensor]);
            if (i + 1 < terms.Length)
            {
                AddTwo(s, a, memory.Scalars[terms[i + 1].Scalar], memory.Tensors[terms[i + 1].Tensor], target, i == 0);
            }
            else
            {
                Add(s, a, target, i == 0);
            }
        }
    }

    private static void Add(double s, double[] a, Span<double> target, bool isFirst)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        var (i, v) = (0, new Vector<double>(s));
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var term = v * new Vector<double>(a, i);
            (isFirst ? term : Vector.LoadUnsafe(ref t, (nuint)i) + term).StoreUnsafe(ref t, (nuint)i);
        }

        for (; i < target.Length; i++)
        {
            target[i] = isFirst ? s * a[i] : target[i] + (s * a[i]);
        }
    }

    private static void AddTwo(double s, double[] a, double r, double[] b, Span<double> target, bool isFirst)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        var (i, v, w) = (0, new Vector<double>(s), new Vector<double>(r));
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var first = v * new Vector<double>(a, i);
            var sum = isFirst ? first : Vector.LoadUnsafe(ref t, (nuint)i) + first;
            (sum + (w * new Vector<double>(b, i))).StoreUnsafe(ref t, (nuint)i);
        }

        for (; i < target.Length; i++)
        {
            target[i] = (isFirst ? s * a[i] : target[i] + (s * a[i])) + (r * b[i]);
        }
    }
}
