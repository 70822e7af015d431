using System.Numerics;
using System.Runtime.Intrinsics;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu;

/// <summary>A vector width that the kernels exist for; <see cref="Best"/> is the one to use on this machine.</summary>
/// <remarks>Every entry runs on every machine and gives right results; only accelerated ones are fast.</remarks>
public sealed class InstructionSet
{
    private readonly Func<KernelSet<double>> doubles;
    private readonly Func<KernelSet<float>> singles;

    private InstructionSet(
        string name, bool isAccelerated, Func<KernelSet<double>> doubles, Func<KernelSet<float>> singles)
    {
        Name = name;
        IsAccelerated = isAccelerated;
        this.doubles = doubles;
        this.singles = singles;
    }

    /// <summary>512-bit vectors (AVX-512).</summary>
    public static InstructionSet V512 { get; } = new(
        "v512",
        Vector512.IsHardwareAccelerated,
        () => new SimdKernelSet<Simd512<double>, Vector512<double>, double>(V512!),
        () => new SimdKernelSet<Simd512<float>, Vector512<float>, float>(V512!));

    /// <summary>256-bit vectors (AVX2).</summary>
    public static InstructionSet V256 { get; } = new(
        "v256",
        Vector256.IsHardwareAccelerated,
        () => new SimdKernelSet<Simd256<double>, Vector256<double>, double>(V256!),
        () => new SimdKernelSet<Simd256<float>, Vector256<float>, float>(V256!));

    /// <summary>128-bit vectors (SSE2, Advanced SIMD).</summary>
    public static InstructionSet V128 { get; } = new(
        "v128",
        Vector128.IsHardwareAccelerated,
        () => new SimdKernelSet<Simd128<double>, Vector128<double>, double>(V128!),
        () => new SimdKernelSet<Simd128<float>, Vector128<float>, float>(V128!));

    /// <summary>Vectors of the width that the runtime chooses.</summary>
    public static InstructionSet Native { get; } = new(
        "native",
        Vector.IsHardwareAccelerated,
        () => new SimdKernelSet<SimdNative<double>, Vector<double>, double>(Native!),
        () => new SimdKernelSet<SimdNative<float>, Vector<float>, float>(Native!));

    /// <summary>One element at a time.</summary>
    public static InstructionSet Scalar { get; } = new(
        "scalar",
        true,
        () => new SimdKernelSet<SimdScalar<double>, double, double>(Scalar!),
        () => new SimdKernelSet<SimdScalar<float>, float, float>(Scalar!));

    /// <summary>Every instruction set, the widest first.</summary>
    public static IReadOnlyList<InstructionSet> All { get; } = [V512, V256, V128, Native, Scalar];

    /// <summary>The first accelerated entry of <see cref="All"/>.</summary>
    public static InstructionSet Best { get; } = All.First(set => set.IsAccelerated);

    /// <summary>Name in settings and messages: v512, v256, v128, native or scalar.</summary>
    public string Name { get; }

    /// <summary>Whether this machine runs it in hardware.</summary>
    public bool IsAccelerated { get; }

    /// <summary>The instruction set of a name, "best" for <see cref="Best"/>.</summary>
    /// <param name="name">A <see cref="Name"/> or "best".</param>
    /// <exception cref="ArgumentException">No instruction set has that name.</exception>
    public static InstructionSet Named(string name) =>
        name == "best" ? Best : All.FirstOrDefault(set => set.Name == name)
            ?? throw new ArgumentException(
                $"Unknown instruction set '{name}'; known are best, {string.Join(", ", All.Select(set => set.Name))}.",
                nameof(name));

    /// <summary>The kernels of this instruction set in one precision.</summary>
    /// <typeparam name="T"><see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <exception cref="NotSupportedException">The element type is another one.</exception>
    public KernelSet<T> Kernels<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        object kernels = typeof(T) == typeof(double) ? doubles()
            : typeof(T) == typeof(float) ? singles()
            : throw new NotSupportedException($"Kernels exist for double and float, not for {typeof(T).Name}.");
        return (KernelSet<T>)kernels;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
