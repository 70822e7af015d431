using System.Numerics;
using Flow.Backends.Cpu.Simd;

namespace Flow.Backends.Cpu.Elementwise;

/// <summary>The strip loop of every operation, in the order of <see cref="ElementwiseOperation"/>.</summary>
internal static unsafe class OperationTable<TS, TV, T>
    where TS : struct, ISimd<TV, T>
    where TV : unmanaged
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Addresses of <see cref="Strip{TS,TV,T}"/> loops.</summary>
    public static readonly delegate*<T*, T*, T*, T*, int, int, void>[] Loops =
    [
        &Strip<TS, TV, T>.Unary<CopyOperator>,
        &Strip<TS, TV, T>.Unary<NegateOperator>,
        &Strip<TS, TV, T>.Unary<AbsOperator>,
        &Strip<TS, TV, T>.Unary<SignOperator>,
        &Strip<TS, TV, T>.Unary<StepOperator>,
        &Strip<TS, TV, T>.Unary<ReluOperator>,
        &Strip<TS, TV, T>.Unary<SquareOperator>,
        &Strip<TS, TV, T>.Unary<SqrtOperator>,
        &Strip<TS, TV, T>.Unary<ReciprocalOperator>,
        &Strip<TS, TV, T>.Unary<ExpOperator>,
        &Strip<TS, TV, T>.Unary<LogOperator>,
        &Strip<TS, TV, T>.Unary<LogOnePlusOperator>,
        &Strip<TS, TV, T>.Singly<SinOperator>,
        &Strip<TS, TV, T>.Singly<CosOperator>,
        &Strip<TS, TV, T>.Unary<TanhOperator>,
        &Strip<TS, TV, T>.Unary<SigmoidOperator>,
        &Strip<TS, TV, T>.Unary<SoftplusOperator>,
        &Strip<TS, TV, T>.Power,
        &Strip<TS, TV, T>.Binary<AddOperator>,
        &Strip<TS, TV, T>.Binary<SubtractOperator>,
        &Strip<TS, TV, T>.Binary<MultiplyOperator>,
        &Strip<TS, TV, T>.Binary<DivideOperator>,
        &Strip<TS, TV, T>.Binary<MaxOperator>,
        &Strip<TS, TV, T>.Binary<MinOperator>,
        &Strip<TS, TV, T>.Ternary<MultiplyAddOperator>,
        &Strip<TS, TV, T>.Ternary<SelectOperator>,
    ];
}
