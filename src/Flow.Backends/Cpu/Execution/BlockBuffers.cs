using Flow.Backends.Plans.Lowering;

namespace Flow.Backends.Cpu.Execution;

/// <summary>
/// Gives the per-sample matrices of a phase places that are reused once their value is no longer needed.
/// </summary>
internal static class BlockBuffers
{
    /// <summary>The place of each slot that is computed and not retained, and the width of each place.</summary>
    public static (int[] PlaceOf, List<int> Widths) Assign(LoweredPlan plan)
    {
        var placeOf = Enumerable.Repeat(-1, plan.Slots.Count).ToArray();
        var widths = new List<int>();
        foreach (var phase in plan.Phases)
        {
            AssignPhase(plan, phase, placeOf, widths);
        }

        return (placeOf, widths);
    }

    private static void AssignPhase(LoweredPlan plan, PlanPhase phase, int[] placeOf, List<int> widths)
    {
        var lastUse = new Dictionary<int, int>();
        for (var i = 0; i < phase.Samples.Count; i++)
        {
            foreach (var slot in phase.Samples[i].Reads.Concat(phase.Samples[i].Writes))
            {
                lastUse[slot] = i;
            }
        }

        var free = Enumerable.Range(0, widths.Count).ToList();
        for (var i = 0; i < phase.Samples.Count; i++)
        {
            foreach (var slot in phase.Samples[i].Writes.Where(slot => !plan.Retained.Contains(slot)))
            {
                placeOf[slot] = Take(plan.Slots[slot].Width, free, widths);
            }

            foreach (var slot in phase.Samples[i].Reads.Concat(phase.Samples[i].Writes).Distinct())
            {
                if (lastUse[slot] == i && placeOf[slot] >= 0)
                {
                    free.Add(placeOf[slot]);
                }
            }
        }
    }

    private static int Take(int width, List<int> free, List<int> widths)
    {
        var position = free.FindIndex(place => widths[place] == width);
        if (position >= 0)
        {
            var place = free[position];
            free.RemoveAt(position);
            return place;
        }

        widths.Add(width);
        return widths.Count - 1;
    }
}
