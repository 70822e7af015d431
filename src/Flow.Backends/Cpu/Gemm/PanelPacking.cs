using System.Numerics;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Flow.Backends.Cpu.Gemm;

/// <summary>Copies of a right factor into panels; places past the last column become zero.</summary>
internal static unsafe class PanelPacking
{
    /// <summary>Packs B, k x n.</summary>
    public static void Pack<T>(MatrixView<T> b, PackedPanels<T> panels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Pack(b.Pointer, b.Stride, 1, panels);

    /// <summary>Packs the transpose of V, n x k.</summary>
    public static void PackTransposed<T>(MatrixView<T> v, PackedPanels<T> panels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Pack(v.Pointer, 1, v.Stride, panels);

    private static void Pack<T>(T* source, nint depthStep, nint columnStep, PackedPanels<T> panels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = panels.Lanes;
        int vectors = MatrixLayout.RoundUp(panels.Columns, lanes) / lanes;
        T* panel = panels.Pointer;
        for (int done = 0; done < vectors;)
        {
            int width = PanelPartition.Next(vectors - done, panels.ManyRegisters);
            int first = done * lanes;
            int whole = Math.Min(width * lanes, panels.Columns - first);
            T* start = source + (first * columnStep);
            CopyColumns(start, depthStep, columnStep, whole, panel, width * lanes, panels.Depth);
            panel += (nint)width * lanes * panels.Depth;
            done += width;
        }
    }

    private static void CopyColumns<T>(
        T* source, nint depthStep, nint columnStep, int whole, T* panel, nint width, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j + 4 <= whole; j += 4)
        {
            // A transposed matrix of singles goes four by four through registers: a store for four entries.
            if (typeof(T) == typeof(float) && depthStep == 1 && Vector128.IsHardwareAccelerated)
            {
                CopyBlocks((float*)source + (j * columnStep), columnStep, (float*)panel + j, width, depth);
                continue;
            }

            CopyFour(source + (j * columnStep), depthStep, columnStep, panel + j, width, depth);
        }

        for (; j < whole; j++)
        {
            CopyOne(source + (j * columnStep), depthStep, panel + j, width, depth);
        }

        for (; j < width; j++)
        {
            T zero = T.Zero;
            CopyOne(&zero, 0, panel + j, width, depth);
        }
    }

    private static void CopyBlocks(float* source, nint columnStep, float* target, nint width, int depth)
    {
        int k = 0;
        for (; k + 4 <= depth; k += 4)
        {
            Vector128<float> a = Vector128.Load(source);
            Vector128<float> b = Vector128.Load(source + columnStep);
            Vector128<float> c = Vector128.Load(source + (2 * columnStep));
            Vector128<float> d = Vector128.Load(source + (3 * columnStep));
            Vector128<float> ac = Low(a, c);
            Vector128<float> bd = Low(b, d);
            Low(ac, bd).Store(target);
            High(ac, bd).Store(target + width);
            ac = High(a, c);
            bd = High(b, d);
            Low(ac, bd).Store(target + (2 * width));
            High(ac, bd).Store(target + (3 * width));
            source += 4;
            target += 4 * width;
        }

        CopyFour(source, 1, columnStep, target, width, depth - k);
    }

    /// <summary>x0 y0 x1 y1.</summary>
    private static Vector128<float> Low(Vector128<float> x, Vector128<float> y) => Sse.IsSupported
        ? Sse.UnpackLow(x, y)
        : Vector128.Create(x[0], y[0], x[1], y[1]);

    /// <summary>x2 y2 x3 y3.</summary>
    private static Vector128<float> High(Vector128<float> x, Vector128<float> y) => Sse.IsSupported
        ? Sse.UnpackHigh(x, y)
        : Vector128.Create(x[2], y[2], x[3], y[3]);

    private static void CopyFour<T>(T* source, nint depthStep, nint columnStep, T* target, nint width, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        nint third = 2 * columnStep;
        nint fourth = 3 * columnStep;
        for (int k = 0; k < depth; k++)
        {
            T a = *source;
            T b = source[columnStep];
            T c = source[third];
            T d = source[fourth];
            target[0] = a;
            target[1] = b;
            target[2] = c;
            target[3] = d;
            source += depthStep;
            target += width;
        }
    }

    private static void CopyOne<T>(T* source, nint depthStep, T* target, nint width, int depth)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int k = 0; k < depth; k++)
        {
            *target = *source;
            source += depthStep;
            target += width;
        }
    }
}
