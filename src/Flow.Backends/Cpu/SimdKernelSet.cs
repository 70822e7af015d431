using System.Numerics;
using Flow.Backends.Cpu.Elementwise;
using Flow.Backends.Cpu.Gemm;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu;

/// <summary>The kernels specialised for one instruction-set tag.</summary>
internal sealed partial class SimdKernelSet<TS, TV, T>(InstructionSet instructionSet)
    : KernelSet<T>(instructionSet, TS.Count, TS.HasManyRegisters)
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected override void MultiplyCore<TEpilogue>(
        in Factors<T> factors, MatrixView<T> c, TEpilogue epilogue)
    {
        if (factors.IsDot)
        {
            DotGemm<TS, TV, T>.Multiply(factors, c, epilogue);
        }
        else
        {
            BlockedGemm<TS, TV, T>.Multiply(factors, c, epilogue);
        }
    }

    private protected override void RunCore(ElementwiseProgram program, in ProgramArguments<T> arguments) =>
        ProgramRun<TS, TV, T>.Run(program, arguments);
}
