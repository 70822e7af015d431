using System.Numerics;

namespace Flow.Backends.Plans.Host;

/// <summary>T = sum_i s_i A_i in one pass, the scalars s_i taken from memory.</summary>
internal sealed class CombineTensors(int destination, (int Scalar, int Tensor)[] terms) : HostOp
{
    /// <inheritdoc />
    public override void Run(HostMemory memory)
    {
        var target = memory.Tensors[destination];
        Scale(memory.Scalars[terms[0].Scalar], memory.Tensors[terms[0].Tensor], target);
        for (var i = 1; i < terms.Length; i += 2)
        {
            var (s, t) = (memory.Scalars[terms[i].Scalar], memory.Tensors[terms[i].Tensor]);
            if (i + 1 < terms.Length)
            {
                AddTwo(s, t, memory.Scalars[terms[i + 1].Scalar], memory.Tensors[terms[i + 1].Tensor], target);
            }
            else
            {
                Add(s, t, target);
            }
        }
    }

    private static void Scale(double s, double[] a, double[] target)
    {
        var i = 0;
        for (var v = new Vector<double>(s); i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (v * new Vector<double>(a, i)).CopyTo(target, i);
        }

        for (; i < target.Length; i++)
        {
            target[i] = s * a[i];
        }
    }

    private static void Add(double s, double[] a, double[] target)
    {
        var i = 0;
        for (var v = new Vector<double>(s); i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            (new Vector<double>(target, i) + (v * new Vector<double>(a, i))).CopyTo(target, i);
        }

        for (; i < target.Length; i++)
        {
            target[i] += s * a[i];
        }
    }

    private static void AddTwo(double s, double[] a, double r, double[] b, double[] target)
    {
        var i = 0;
        var (v, w) = (new Vector<double>(s), new Vector<double>(r));
        for (; i <= target.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            var sum = new Vector<double>(target, i) + (v * new Vector<double>(a, i)) + (w * new Vector<double>(b, i));
            sum.CopyTo(target, i);
        }

        for (; i < target.Length; i++)
        {
            target[i] = target[i] + (s * a[i]) + (r * b[i]);
        }
    }
}
