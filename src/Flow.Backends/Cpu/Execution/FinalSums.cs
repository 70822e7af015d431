using Flow.Backends.Plans.Host;
using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>Which outputs are linear combinations of one sum over samples and of parameters, with factors that are
/// known before the sum is made: they can be written as soon as it is.</summary>
internal static class FinalSums
{
    /// <summary>For each sum its output with the number of values before it; null where there is none.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="finals">For each output its linear combination; null where it is none.</param>
    public static (CombineTensors Final, int Offset)?[] Of(LoweredPlan plan, IReadOnlyList<CombineTensors?> finals)
    {
        var result = new (CombineTensors, int)?[plan.Accumulators.Count];
        var offset = 0;
        for (var i = 0; i < finals.Count; i++)
        {
            if (finals[i] is { } final
                && finals.Count(other => ReferenceEquals(other, final)) == 1
                && SumOf(plan, final) is >= 0 and var sum)
            {
                result[sum] = (final, offset);
            }

            offset += plan.Outputs[i].IsScalar ? 1 : plan.Tensors[plan.Outputs[i].Slot];
        }

        return result;
    }

    private static int SumOf(LoweredPlan plan, CombineTensors final)
    {
        var state = plan.StateInputs.Where(static input => !input.IsScalar).Select(static input => input.Slot)
            .ToHashSet();
        var sums = final.Terms.Select(static term => term.Tensor).Where(tensor => !state.Contains(tensor)).ToList();
        var sum = sums.Count != 1 ? -1 : plan.Accumulators.ToList().FindIndex(accumulator =>
            accumulator is { IsMatrix: true, ToScalar: false } && accumulator.HostSlot == sums[0]);
        return sum >= 0
            && IsReadNowhereElse(plan, plan.Accumulators[sum].HostSlot, final)
            && Known(plan, plan.Accumulators[sum].Level) is var known
            && final.Terms.All(term => known.Contains(term.Scalar))
                ? sum
                : -1;
    }

    private static bool IsReadNowhereElse(LoweredPlan plan, int tensor, CombineTensors final) =>
        plan.Parameters.All(use => use.Tensor != tensor)
        && plan.Rows.All(row => row.Tensor != tensor)
        && plan.Outputs.All(output => output.IsScalar || output.Slot != tensor)
        && plan.Phases.SelectMany(static phase => phase.Before).All(operation => operation switch
        {
            CombineTensors combine => combine == final || combine.Terms.All(term => term.Tensor != tensor),
            InnerProduct product => product.A != tensor && product.B != tensor,
            SetScalar or MultiplyScalars or AddScalars or RaiseScalar or ApplyScalar => true,
            _ => false,
        });

    /// <summary>The scalars known before the pass over the samples of a phase.</summary>
    private static HashSet<int> Known(LoweredPlan plan, int phase) =>
    [
        plan.Divisor,
        .. plan.ScalarInputs,
        .. plan.StateInputs.Where(static input => input.IsScalar).Select(static input => input.Slot),
        .. plan.Phases.Take(phase + 1).SelectMany(static p => p.Before).Select(static operation => operation switch
        {
            SetScalar set => set.Destination,
            MultiplyScalars multiply => multiply.Destination,
            AddScalars add => add.Destination,
            _ => -1,
        }),
    ];
}
