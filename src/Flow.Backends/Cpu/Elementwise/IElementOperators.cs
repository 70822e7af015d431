using System.Numerics;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>y = f(x) in every lane.</summary>
internal interface IUnaryOperator
{
    static abstract TV Apply<TS, TV, T>(TV x)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>y = f(a, b) in every lane.</summary>
internal interface IBinaryOperator
{
    static abstract TV Apply<TS, TV, T>(TV a, TV b)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>y = f(a, b, c) in every lane.</summary>
internal interface ITernaryOperator
{
    static abstract TV Apply<TS, TV, T>(TV a, TV b, TV c)
        where TS : struct, ISimd<TV, T>
        where TV : unmanaged
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}

/// <summary>
/// y = f(x) one element at a time, for functions without a vector form that is right on the whole line.
/// </summary>
internal interface ISingleOperator
{
    static abstract T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
