using System.Numerics;
using System.Runtime.InteropServices;

namespace Flow.Backends.Plans.Host;

/// <summary>T = sum_i s_i A_i, the scalars s_i taken from memory; two terms are read in each pass.</summary>
internal sealed class CombineTensors(int destination, (int Scalar, int Tensor)[] terms) : HostOp
{
    /// <summary>The slot of T.</summary>
    public int Destination => destination;

    /// <summary>The slots of s_i and A_i.</summary>
    public IReadOnlyList<(int Scalar, int Tensor)> Terms => terms;

    /// <inheritdoc />
    public override void Run(HostMemory memory) => RunInto(memory, memory.Tensors[destination]);

    /// <summary>Computes T where it is wanted instead of in its slot.</summary>
    public void RunInto(HostMemory memory, Span<double> target) => RunInto(memory, target, 0, -1, []);

    /// <summary>Computes some entries of T where they are wanted.</summary>
    /// <param name="memory">The host memory.</param>
    /// <param name="target">Receives the entries.</param>
    /// <param name="start">The first of them.</param>
    /// <param name="replaced">The slot of a term that is not in memory.</param>
    /// <param name="entries">The entries of that term.</param>
    public void RunInto(
        HostMemory memory, Span<double> target, int start, int replaced, ReadOnlySpan<double> entries)
    {
        for (var i = 0; i < terms.Length; i += 2)
        {
            var s = memory.Scalars[terms[i].Scalar];
            var first = terms[i].Tensor;
            var a = first == replaced ? entries : memory.Tensors[first].AsSpan(start, target.Length);
            if (i + 1 < terms.Length)
            {
                var (scalar, tensor) = terms[i + 1];
                var b = tensor == replaced ? entries : memory.Tensors[tensor].AsSpan(start, target.Length);
                AddTwo(s, a, memory.Scalars[scalar], b, target, i == 0);
            }
            else
            {
                Add(s, a, target, i == 0);
            }
        }
    }

    private static void Add(double s, ReadOnlySpan<double> a, Span<double> target, bool isFirst)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var x = ref MemoryMarshal.GetReference(a);
        var (i, v) = (0, new Vector<double>(s));
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var term = v * Vector.LoadUnsafe(ref x, (nuint)i);
            (isFirst ? term : Vector.LoadUnsafe(ref t, (nuint)i) + term).StoreUnsafe(ref t, (nuint)i);
        }

        for (; i < target.Length; i++)
        {
            target[i] = isFirst ? s * a[i] : target[i] + (s * a[i]);
        }
    }

    private static void AddTwo(
        double s, ReadOnlySpan<double> a, double r, ReadOnlySpan<double> b, Span<double> target, bool isFirst)
    {
        ref var t = ref MemoryMarshal.GetReference(target);
        ref var x = ref MemoryMarshal.GetReference(a);
        ref var y = ref MemoryMarshal.GetReference(b);
        var (i, v, w) = (0, new Vector<double>(s), new Vector<double>(r));
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var first = v * Vector.LoadUnsafe(ref x, (nuint)i);
            var sum = isFirst ? first : Vector.LoadUnsafe(ref t, (nuint)i) + first;
            (sum + (w * Vector.LoadUnsafe(ref y, (nuint)i))).StoreUnsafe(ref t, (nuint)i);
        }

        for (; i < target.Length; i++)
        {
            target[i] = (isFirst ? s * a[i] : target[i] + (s * a[i])) + (r * b[i]);
        }
    }
}
