using Flow.Backends.Cpu;

namespace Flow.Backends.Tests.Plans;

/// <summary>Every instruction set in both precisions: what the kernels of a plan come in.</summary>
internal static class Arithmetic
{
    /// <summary>The names of the instruction sets with both precisions.</summary>
    public static TheoryData<string, Precision> All()
    {
        var data = new TheoryData<string, Precision>();
        foreach (var set in InstructionSet.All)
        {
            data.Add(set.Name, Precision.Float64);
            data.Add(set.Name, Precision.Float32);
        }

        return data;
    }

    /// <summary>The largest relative error allowed.</summary>
    public static double Bound(Precision precision) => precision == Precision.Float64 ? 1e-12 : 1e-5;

    /// <summary>The backend of an instruction set.</summary>
    public static CpuBackend Backend(string set) => new(InstructionSet.Named(set));
}
