using Flow.Integrators.Problems;
using Flow.Integrators.Spaces;
using Flow.TestKit;

namespace Flow.Integrators.Tests;

/// <summary>Two classical orbit problems with published end values (E. Hairer, S. P. Norsett, G. Wanner, Solving
/// Ordinary Differential Equations I, 1993, II.0 and II.10).</summary>
public class OrbitTests
{
    private const double Moon = 0.012277471;
    private const double Period = 17.0652165601579625588917206249;

    private static readonly double[] ArenstorfStart = [0.994, 0, 0, -2.00158510637908252240537862224];

    private static readonly double[] PleiadesStart =
    [
        3, 3, -1, -3, 2, -2, 2, 3, -3, 2, 0, 0, -4, 4, 0, 0, 0, 0, 0, 1.75, -1.5, 0, 0, 0, -1.25, 1, 0, 0,
    ];

    private static readonly double[] PleiadesEnd =
    [
        0.3706139143970502, 3.237284092057233, -3.222559032418324, 0.6597091455775310, 0.3425581707156584,
        1.562172101400631, -0.7003092922212495, -3.943437585517392, -3.271380973972550, 5.225081843456543,
        -2.590612434977470, 1.198213693392275, -0.2429682344935824, 1.091449240428980,
    ];

    // The orbit multiplies errors by about 1e5 on its way back.
    [Theory]
    [InlineData("dopri5", 1e-9, 1e-3)]
    [InlineData("dopri5", 1e-12, 1e-6)]
    [InlineData("tsit5", 1e-9, 1e-3)]
    [InlineData("tsit5", 1e-12, 1e-6)]
    [InlineData("dop853", 1e-9, 1e-3)]
    [InlineData("dop853", 1e-13, 1e-7)]
    public void Arenstorf_orbit_closes(string solver, double rtol, double bound)
    {
        var end = Run(solver, rtol, ArenstorfStart, Arenstorf, Period);
        Assert.InRange(end.Zip(ArenstorfStart, (a, b) => Math.Abs(a - b)).Take(2).Max(), 0, bound);
    }

    [Theory]
    [InlineData("dopri5", 1e-7, 1e-3)]
    [InlineData("dopri5", 1e-11, 1e-8)]
    [InlineData("tsit5", 1e-7, 1e-3)]
    [InlineData("tsit5", 1e-11, 1e-8)]
    [InlineData("dop853", 1e-7, 1e-3)]
    [InlineData("dop853", 1e-13, 1e-10)]
    public void Pleiades_meet_their_published_positions(string solver, double rtol, double bound)
    {
        var end = Run(solver, rtol, PleiadesStart, Pleiades, 3);
        Assert.InRange(end.Zip(PleiadesEnd, (a, b) => Math.Abs(a - b)).Max(), 0, bound);
    }

    [Fact]
    public void Dop853_needs_fewer_evaluations_than_dopri5_at_tight_tolerance()
    {
        long Evaluations(string solver) => Problem(PleiadesStart, Pleiades, 3)
            .Run(solver, new IntegrationSettings { Tolerances = new Tolerances(1e-11, 1e-11) })
            .Statistics.FieldEvaluations;
        Assert.True(2 * Evaluations("dop853") < Evaluations("dopri5"));
    }

    private static double[] Run(string solver, double rtol, double[] start, VectorFunction field, double end)
    {
        var settings = new IntegrationSettings { Tolerances = new Tolerances(rtol, rtol) };
        var result = Problem(start, field, end).Run(solver, settings);
        Assert.Equal(IntegrationStatus.EndReached, result.Status);
        return ((ArrayVector)result.State).Values;
    }

    private static OdeProblem Problem(double[] start, VectorFunction field, double end)
    {
        var space = new ArraySpace(start.Length);
        return new OdeProblem(space, new ArrayField(field), 0, space.Create(start), end);
    }

    private static void Arenstorf(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        const double Earth = 1 - Moon;
        var toEarth = Math.Pow(((y[0] + Moon) * (y[0] + Moon)) + (y[1] * y[1]), 1.5);
        var toMoon = Math.Pow(((y[0] - Earth) * (y[0] - Earth)) + (y[1] * y[1]), 1.5);
        result[0] = y[2];
        result[1] = y[3];
        result[2] = y[0] + (2 * y[3]) - (Earth * (y[0] + Moon) / toEarth) - (Moon * (y[0] - Earth) / toMoon);
        result[3] = y[1] - (2 * y[2]) - (Earth * y[1] / toEarth) - (Moon * y[1] / toMoon);
    }

    // Seven stars in a plane with masses 1 to 7: x, y, x', y'.
    private static void Pleiades(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        const int Stars = 7;
        y[(2 * Stars)..].CopyTo(result);
        result[(2 * Stars)..].Clear();
        for (var i = 0; i < Stars; i++)
        {
            for (var j = 0; j < Stars; j++)
            {
                if (i != j)
                {
                    var (dx, dy) = (y[j] - y[i], y[Stars + j] - y[Stars + i]);
                    var weight = (j + 1) / Math.Pow((dx * dx) + (dy * dy), 1.5);
                    result[(2 * Stars) + i] += weight * dx;
                    result[(3 * Stars) + i] += weight * dy;
                }
            }
        }
    }
}
