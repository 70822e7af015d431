using System.Numerics;
using Flow.Backends.Cpu.Elementwise;
using Flow.Backends.Cpu.Gemm;
using Flow.Backends.Cpu.Peak;
using Flow.Backends.Cpu.Reductions;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu;

/// <summary>The kernels specialised for one instruction-set tag.</summary>
internal sealed class SimdKernelSet<TS, TV, T>(InstructionSet instructionSet)
    : KernelSet<T>(instructionSet, TS.Count, TS.HasManyRegisters)
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private protected override void LinearCore(in Factors<T> factors, MatrixView<T> c, T alpha, bool accumulate) =>
        Multiply(factors, c, new LinearEpilogue<T>(alpha, accumulate));

    private protected override void ReluCore(in Factors<T> factors, MatrixView<T> c) =>
        Multiply(factors, c, default(ReluEpilogue<T>));

    private protected override void MaskedCore(
        in Factors<T> factors, MatrixView<T> mask, MatrixView<T> c, T alpha, bool accumulate) =>
        Multiply(factors, c, new MaskedEpilogue<T>(mask, alpha, accumulate));

    private protected override void GatedCore(
        in Factors<T> factors, MatrixView<T> gate, MatrixView<T> c, T alpha, bool accumulate) =>
        Multiply(factors, c, new GatedEpilogue<T>(gate, alpha, accumulate));

    private static void Multiply<TEpilogue>(in Factors<T> factors, MatrixView<T> c, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue<T>
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

    private protected override double SumCore(MatrixView<T> a) => MatrixSums<TS, TV, T>.Sum(a);

    private protected override double DotCore(MatrixView<T> a, MatrixView<T> b) => MatrixSums<TS, TV, T>.Dot(a, b);

    private protected override void RowSumsCore(MatrixView<T> a, MatrixView<T> target) =>
        MatrixSums<TS, TV, T>.RowSums(a, target);

    private protected override void ColumnSumsCore(MatrixView<T> a, MatrixView<T> target, bool accumulate) =>
        MatrixSums<TS, TV, T>.ColumnSums(a, target, accumulate);

    private protected override void RowMaxCore(MatrixView<T> a, MatrixView<T> target) =>
        RowReductions<TS, TV, T>.Max(a, target);

    private protected override void RowLogSumExpCore(MatrixView<T> a, MatrixView<T> target) =>
        RowReductions<TS, TV, T>.LogSumExp(a, target);

    private protected override void RowSoftmaxCore(MatrixView<T> a, MatrixView<T> target) =>
        RowReductions<TS, TV, T>.Softmax(a, target);

    private protected override int MultiplyAddFlops => MultiplyAddLoop<TS, TV, T>.FlopsPerRound;

    private protected override T RunMultiplyAddsCore(long rounds, T factor, T term) =>
        MultiplyAddLoop<TS, TV, T>.Run(rounds, factor, term);
}
