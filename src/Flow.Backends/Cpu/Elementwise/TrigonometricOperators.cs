using System.Numerics;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>sin x from the runtime's mathematical library.</summary>
internal readonly struct SinOperator : ISingleOperator
{
    public static T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Sin(x);
}

/// <summary>cos x from the runtime's mathematical library.</summary>
internal readonly struct CosOperator : ISingleOperator
{
    public static T Apply<T>(T x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => T.Cos(x);
}
