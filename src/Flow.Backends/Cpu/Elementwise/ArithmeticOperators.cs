using System.Numerics;
using System.Runtime.CompilerServices;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>a + b.</summary>
internal readonly struct AddOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV a, TV b)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Add(a, b);
}

/// <summary>a - b.</summary>
internal readonly struct SubtractOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV a, TV b)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Subtract(a, b);
}

/// <summary>a b.</summary>
internal readonly struct MultiplyOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV a, TV b)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Multiply(a, b);
}

/// <summary>a / b.</summary>
internal readonly struct DivideOperator : IBinaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV a, TV b)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Divide(a, b);
}

/// <summary>a b + c, with one rounding where the hardware has it.</summary>
internal readonly struct MultiplyAddOperator : ITernaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV a, TV b, TV c)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.MultiplyAdd(a, b, c);
}

/// <summary>-x.</summary>
internal readonly struct NegateOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Negate(x);
}

/// <summary>1 / x.</summary>
internal readonly struct ReciprocalOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Divide(TS.Broadcast(T.One), x);
}

/// <summary>x^2.</summary>
internal readonly struct SquareOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Multiply(x, x);
}

/// <summary>Square root of x.</summary>
internal readonly struct SqrtOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TS.Sqrt(x);
}

/// <summary>x.</summary>
internal readonly struct CopyOperator : IUnaryOperator
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        x;
}
