using System.Numerics;
using Flow.Backends.Cpu;

namespace Flow.Backends.Tests.Cpu;

/// <summary>Every instruction set, named so that a failing case says which.</summary>
public static class KernelCases
{
    public static TheoryData<string> InstructionSets => [.. InstructionSet.All.Select(set => set.Name)];

    public static KernelSet<T> Kernels<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => InstructionSet.Named(name).Kernels<T>();

    /// <summary>
    /// A small whole number in [-4, 4], scattered: products and sums of such are exact in both precisions.
    /// </summary>
    public static double Digit(int i, int j, int salt = 0) =>
        (((i * 37) + (j * 101) + (salt * 53)) * 29 % 97 % 9) - 4;
}
