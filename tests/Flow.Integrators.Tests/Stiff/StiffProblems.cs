using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests.Stiff;

/// <summary>Stiff problems with closed solutions.</summary>
internal static class StiffProblems
{
    /// <summary>y1' = -1000 (y1 - y2), y2' = -y2 / 10 on [0, 50].</summary>
    public static OdeProblem Relaxation()
    {
        var space = new ArraySpace(2);
        var field = new ArrayField((_, y, f) => (f[0], f[1]) = (-1000 * (y[0] - y[1]), -0.1 * y[1]));
        return new OdeProblem(space, field, 0, space.Create(2, 1), 50);
    }

    /// <summary>y' = -rate (y - phi(t)) + phi'(t), solved by phi = (sin t, cos t) (A. Prothero, A. Robinson, On the
    /// stability and accuracy of one-step methods for solving stiff systems, 1974).</summary>
    public static KnownSolution ProtheroRobinson(double rate) => new(
        "prothero-robinson",
        0.2,
        3.2,
        2,
        (time, y, f) =>
        {
            var (sine, cosine) = Math.SinCos(time);
            (f[0], f[1]) = ((-rate * (y[0] - sine)) + cosine, (-rate * (y[1] - cosine)) - sine);
        },
        (time, y) => (y[0], y[1]) = (Math.Sin(time), Math.Cos(time)));

    /// <summary>The heat equation u' = u_xx on n inner points of [0, 1] from two of its modes.</summary>
    public static OdeProblem Heat(int count, bool isSymmetric, double end)
    {
        var (space, scale) = (new ArraySpace(count), (count + 1.0) * (count + 1.0));
        void Field(double time, ReadOnlySpan<double> y, Span<double> f)
        {
            for (var i = 0; i < y.Length; i++)
            {
                var (left, right) = (i == 0 ? 0 : y[i - 1], i == y.Length - 1 ? 0 : y[i + 1]);
                f[i] = scale * (left - (2 * y[i]) + right);
            }
        }

        return new OdeProblem(space, new ArrayField(Field), 0, space.Create(HeatAt(count, 0)), end)
        {
            Linearization = new LinearField(Field, isSymmetric),
        };
    }

    /// <summary>The solution of <see cref="Heat"/>.</summary>
    public static double[] HeatAt(int count, double time)
    {
        double Rate(int mode) =>
            4 * (count + 1.0) * (count + 1.0) * Math.Pow(Math.Sin(mode * Math.PI / (2 * (count + 1))), 2);
        return [.. Enumerable.Range(1, count).Select(i =>
            (Math.Exp(-Rate(1) * time) * Math.Sin(Math.PI * i / (count + 1)))
            + (Math.Exp(-Rate(4) * time) * Math.Sin(4 * Math.PI * i / (count + 1))))];
    }

    /// <summary>The derivative of a linear autonomous field: the field itself.</summary>
    internal sealed class LinearField(VectorFunction field, bool isSymmetric) : ILinearization
    {
        public bool IsSymmetricOnTangent => isSymmetric;

        public void MoveTo(double time, Vector state)
        {
        }

        public void Multiply(Vector direction, Vector product) =>
            field(0, ((ArrayVector)direction).Values, ((ArrayVector)product).Values);

        public bool TryTimeDerivative(Vector derivative)
        {
            ((ArrayVector)derivative).AsSpan().Clear();
            return true;
        }
    }
}
