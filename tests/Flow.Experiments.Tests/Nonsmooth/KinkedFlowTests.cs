using Flow.TestKit;

namespace Flow.Experiments.Tests.Nonsmooth;

/// <summary>
/// The field with masks against the flow without them, against differences, and its parts against the whole. Rounding:
/// sums of at most some hundred terms of similar size, so 1e-13 of the largest entry; central differences with step
/// 1e-5 of functions with derivatives of order 10 err by 1e-9, their rounding by 1e-11.
/// </summary>
public class KinkedFlowTests
{
    private const double Rounding = 1e-13;
    private const double Step = 1e-5;

    public static TheoryData<string> Names => KinkedCase.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Masks_of_the_signs_give_the_right_hand_side(string name)
    {
        using var flow = KinkedCase.Of(name);
        var masks = flow.SignMasks();
        Assert.InRange(KinkedCase.Difference(flow.OrdinaryVelocity(), flow.Evaluate(masks).Velocity), 0, Rounding);
        Assert.Contains(masks, static m => m == 1);
        Assert.Contains(masks, static m => m < 1);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void One_sample_gives_its_rows_of_all(string name)
    {
        using var flow = KinkedCase.Of(name);
        var (_, switching, signals) = flow.Evaluate(flow.Masks);
        var forward = new double[flow.Masks.Length];
        flow.Field.Forward(flow.State, flow.Masks, forward);
        Assert.InRange(KinkedCase.Difference(switching, forward), 0, Rounding);
        for (var n = 0; n < flow.Field.Samples; n++)
        {
            var z = new double[flow.Field.Units];
            flow.Field.ForwardSample(n, flow.State, flow.MasksOf(n, flow.Masks), z);
            var (_, again, c) = flow.Contribution(n, flow.Masks);
            Assert.InRange(KinkedCase.Difference(flow.MasksOf(n, switching), z), 0, Rounding);
            Assert.InRange(KinkedCase.Difference(flow.MasksOf(n, switching), again), 0, Rounding);
            Assert.InRange(KinkedCase.Difference(flow.MasksOf(n, signals), c), 0, Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Contributions_without_decay_add_up_to_the_right_hand_side(string name)
    {
        using var flow = KinkedCase.Of(name, 0);
        var sum = flow.Zero();
        for (var n = 0; n < flow.Field.Samples; n++)
        {
            flow.Field.Add(-1, flow.Contribution(n, flow.Masks).Gradient, flow.State, sum);
        }

        Assert.InRange(KinkedCase.Difference(flow.Evaluate(flow.Masks).Velocity, sum.Values), 0, Rounding);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Changed_masks_change_the_right_hand_side_by_the_contributions(string name)
    {
        using var flow = KinkedCase.Of(name);
        var (before, after) = (flow.SignMasks(), flow.Masks);
        var change = flow.Space.Create([.. flow.Evaluate(before).Velocity]);
        for (var n = 0; n < flow.Field.Samples; n++)
        {
            flow.Field.Add(1, flow.Contribution(n, before).Gradient, flow.State, change);
            flow.Field.Add(-1, flow.Contribution(n, after).Gradient, flow.State, change);
        }

        Assert.InRange(KinkedCase.Difference(flow.Evaluate(after).Velocity, change.Values), 0, Rounding);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loss_falls_along_a_direction_as_the_contributions_say(string name)
    {
        using var flow = KinkedCase.Of(name);
        var direction = flow.Direction();
        var slope = Enumerable.Range(0, flow.Field.Samples)
            .Sum(n => flow.Field.Along(flow.Contribution(n, flow.Masks).Gradient, flow.State, direction));
        double At(double s) =>
            flow.Loss(flow.Masks, [.. flow.State.Values.Zip(direction.Values, (y, d) => y + (s * d))]);
        Assert.Equal((At(Step) - At(-Step)) / (2 * Step), slope, 1e-7 * Math.Max(1, Math.Abs(slope)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Switching_gradients_are_the_slopes_of_the_switching_functions(string name)
    {
        using var flow = KinkedCase.Of(name);
        var direction = flow.Direction();
        var (above, below) = (At(Step), At(-Step));
        for (var p = 0; p < flow.Masks.Length; p++)
        {
            var gradient = flow.SwitchingGradient(p / flow.Field.Units, p % flow.Field.Units, flow.Masks);
            var slope = flow.Field.Along(gradient, flow.State, direction);
            Assert.Equal((above[p] - below[p]) / (2 * Step), slope, 1e-7 * Math.Max(1, Math.Abs(slope)));
        }

        double[] At(double s)
        {
            var moved = flow.Space.Create([.. flow.State.Values.Zip(direction.Values, (y, d) => y + (s * d))]);
            var switching = new double[flow.Masks.Length];
            flow.Field.Forward(moved, flow.Masks, switching);
            return switching;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Inner_products_are_those_of_whole_vectors(string name)
    {
        using var flow = KinkedCase.Of(name);
        List<double[]> gradients = [.. Enumerable.Range(0, flow.Field.Units)
            .Select(u => flow.SwitchingGradient(u % flow.Field.Samples, u, flow.Masks))];
        gradients.AddRange(Enumerable.Range(0, 2).Select(n => flow.Contribution(n, flow.Masks).Gradient));
        foreach (var first in gradients)
        {
            foreach (var second in gradients)
            {
                var moved = flow.Zero();
                flow.Field.Add(1, second, flow.State, moved);
                var expected = flow.Field.Along(first, flow.State, moved);
                var scale = Math.Sqrt(flow.Field.Inner(first, first) * flow.Field.Inner(second, second));
                Assert.Equal(expected, flow.Field.Inner(first, second), Rounding * Math.Max(scale, 1e-3));
            }
        }
    }

    /// <summary>h_p = m_p z_p is 0 whatever m_p, so that F is linear in m_p there.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Right_hand_side_jumps_at_a_kink_by_signal_times_gradient(string name)
    {
        using var flow = KinkedCase.Of(name);
        var random = new RandomStream(5);
        for (var trial = 0; trial < 4; trial++)
        {
            var p = random.Below(flow.Masks.Length);
            var (sample, unit) = (p / flow.Field.Units, p % flow.Field.Units);
            for (var i = 0; i < 40; i++)
            {
                var gradient = flow.SwitchingGradient(sample, unit, flow.Masks);
                var z = flow.Contribution(sample, flow.Masks).Switching[unit];
                flow.Field.Add(-z / flow.Field.Inner(gradient, gradient), gradient, flow.State, flow.State);
            }

            double[] above = [.. flow.Masks], below = [.. flow.Masks];
            (above[p], below[p]) = (1, flow.Field.SmallestMask(unit));
            var (velocity, switching, signals) = flow.Evaluate(below);
            Assert.InRange(Math.Abs(switching[p]), 0, 1e-15);
            var expected = flow.Space.Create(velocity);
            var slope = flow.SwitchingGradient(sample, unit, flow.Masks);
            flow.Field.Add(-(1 - below[p]) * signals[p], slope, flow.State, expected);
            Assert.InRange(KinkedCase.Difference(flow.Evaluate(above).Velocity, expected.Values), 0, Rounding);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_call_allocates(string name)
    {
        using var flow = KinkedCase.Of(name);
        var (field, state, masks) = (flow.Field, flow.State, flow.Masks);
        var (z, c, own) = (new double[masks.Length], new double[masks.Length], flow.MasksOf(1, masks));
        var (first, second) = (new double[field.GradientLength], new double[field.GradientLength]);
        var target = flow.Zero();
        Assert.Equal(0, AllocationCheck.Bytes(() =>
        {
            field.Forward(state, masks, z);
            field.Evaluate(state, masks, target, z, c);
            field.ForwardSample(1, state, own, z.AsSpan(0, own.Length));
            field.ContributionGradient(1, state, own, first, z.AsSpan(0, own.Length), c.AsSpan(0, own.Length));
            field.SwitchingGradient(1, field.Units - 1, state, own, second);
            field.Add(field.Inner(first, second) + field.Along(first, state, target), second, state, target);
        }));
    }
}
