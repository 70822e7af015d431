using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>
/// The driver loops: one operator over a strip of whole vectors. All have one signature, so that a program can call
/// them through a table; operands that an operator does not have are ignored.
/// </summary>
/// <remarks>The target may be one of the operands. <c>count</c> is a multiple of the lane count.</remarks>
internal static unsafe class Strip<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unary<TOperator>(T* a, T* b, T* c, T* target, int count, int parameter)
        where TOperator : struct, IUnaryOperator
    {
        for (nint i = 0; i < count; i += TS.Count)
        {
            TS.Store(target + i, TOperator.Apply<TS, TV, T>(TS.Load(a + i)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Binary<TOperator>(T* a, T* b, T* c, T* target, int count, int parameter)
        where TOperator : struct, IBinaryOperator
    {
        for (nint i = 0; i < count; i += TS.Count)
        {
            TS.Store(target + i, TOperator.Apply<TS, TV, T>(TS.Load(a + i), TS.Load(b + i)));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Ternary<TOperator>(T* a, T* b, T* c, T* target, int count, int parameter)
        where TOperator : struct, ITernaryOperator
    {
        for (nint i = 0; i < count; i += TS.Count)
        {
            TS.Store(target + i, TOperator.Apply<TS, TV, T>(TS.Load(a + i), TS.Load(b + i), TS.Load(c + i)));
        }
    }

    public static void Singly<TOperator>(T* a, T* b, T* c, T* target, int count, int parameter)
        where TOperator : struct, ISingleOperator
    {
        for (nint i = 0; i < count; i++)
        {
            target[i] = TOperator.Apply(a[i]);
        }
    }

    /// <summary>a^parameter by repeated squaring; a negative power is the reciprocal of the positive one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Power(T* a, T* b, T* c, T* target, int count, int parameter)
    {
        TV one = TS.Broadcast(T.One);
        for (nint i = 0; i < count; i += TS.Count)
        {
            TV square = TS.Load(a + i);
            TV value = one;
            for (uint bits = (uint)Math.Abs((long)parameter); bits != 0; bits >>= 1)
            {
                if ((bits & 1) != 0)
                {
                    value = TS.Multiply(value, square);
                }

                square = TS.Multiply(square, square);
            }

            TS.Store(target + i, parameter < 0 ? TS.Divide(one, value) : value);
        }
    }
}
