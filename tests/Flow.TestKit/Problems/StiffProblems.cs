namespace Flow.TestKit.Problems;

/// <summary>Published stiff problems with values recomputed in 128-bit arithmetic.</summary>
public static class StiffProblems
{
    /// <summary>Eight species, mildly stiff (E. Schafer, A new approach to explain the high irradiance responses of
    /// photomorphogenesis, 1975); known at the end.</summary>
    public static ReferenceProblem Hires { get; } = new(
        "hires",
        ProblemNature.MildlyStiff,
        [1, 0, 0, 0, 0, 0, 0, 0.0057],
        [.. Enumerable.Range(0, 21).Select(static i => i == 20 ? 321.8122 : 16.0 * i)],
        HiresField,
        [
            (321.8122,
            [
                7.37131257332566780728e-4, 1.44248572631618465819e-4, 5.88872974096757500748e-5,
                1.17565134328314914551e-3, 2.38635619883133046882e-3, 6.23896825274279578665e-3,
                2.84999839518576865793e-3, 2.85000160481423134207e-3,
            ]),
        ])
    { AbsoluteScale = 1e-4 };

    private static readonly (double Time, double[] Values)[] RoberReference =
    [
        (0.4, [9.85172113860989862415e-1, 3.38639537897490413645e-5, 1.47940221852203885436e-2]),
        (4, [9.05518678584253911876e-1, 2.24047568756020091101e-5, 9.44589166588704861152e-2]),
        (40, [7.15827068719405090474e-1, 9.18553476455776390390e-6, 2.84163745745830351762e-1]),
        (400, [4.50518668471102424478e-1, 3.22290144167461130330e-6, 5.49478108627455900911e-1]),
        (4000, [1.83202257776709311304e-1, 8.94237125277590925993e-7, 8.16796847986165411105e-1]),
        (1e5, [1.78659211420994649653e-2, 7.27475146843631877077e-8, 9.82134006110385850672e-1]),
        (4e10, [5.20834517679923919877e-8, 2.08333817792548903496e-13, 9.99999947916339898190e-1]),
        (1e11, [2.08334014970129423057e-8, 8.33336077033478340065e-14, 9.99999979166515169379e-1]),
    ];

    /// <summary>Three reactions with rates from 0.04 to 3e7 (H. H. Robertson, The solution of a set of reaction rate
    /// equations, 1966) over eleven decades.</summary>
    public static ReferenceProblem Rober { get; } = RoberUntil("rober", ProblemNature.Stiff, RoberReference.Length);

    /// <summary>Its first two decades, within reach of explicit methods.</summary>
    public static ReferenceProblem RoberStart { get; } = RoberUntil("rober-40", ProblemNature.MildlyStiff, 3);

    /// <summary>The Oregonator (R. J. Field, R. M. Noyes, Oscillations in chemical systems IV, 1974), an oscillation of
    /// period 300.</summary>
    public static ReferenceProblem Orego { get; } = new(
        "orego",
        ProblemNature.Stiff,
        [1, 2, 3],
        [.. Enumerable.Range(0, 37).Select(static i => 10.0 * i)],
        OregoField,
        [
            (30, [1.00066146718049671825, 1.51277893734825041901e3, 1.03585431276722756701e4]),
            (360, [1.00081487031852271628, 1.22817852154988798372e3, 1.32055494284650828774e2]),
        ])
    { AbsoluteScale = 1e-6 };

    /// <summary>Van der Pol's equation, y2' = ((1 - y1^2) y2 - y1) 1e6.</summary>
    public static ReferenceProblem VanDerPol { get; } = new(
        "vdpol",
        ProblemNature.Stiff,
        [2, 0],
        [.. Enumerable.Range(0, 12).Select(static i => (double)i)],
        VanDerPolField,
        [
            (1, [-1.86364625480813388954, 7.53543086543543360100e-1]),
            (2, [1.70616773217046500848, -8.92809701024816547779e-1]),
            (3, [-1.51060693674411149022, 1.17838000073091102389]),
            (4, [1.19441467769595903681, -2.79958599653936373839]),
            (5, [1.89042859641676763047, -7.34511868016679413150e-1]),
            (6, [-1.73771630680591217445, 8.60400865302563883672e-1]),
            (7, [1.55161464554826509054, -1.10238289253324827305]),
            (8, [-1.27863198433049163969, 2.01389088300858731681]),
            (9, [-1.91655294948986756375, 7.16957300346298173614e-1]),
            (10, [1.76816379239198345646, -8.31527640789806047506e-1]),
            (11, [-1.59015054482912676839, 1.04027938921238703067]),
        ]);

    private static ReferenceProblem RoberUntil(string name, ProblemNature nature, int count) => new(
        name, nature, [1, 0, 0], [0, .. RoberReference[..count].Select(static r => r.Time)], RoberField,
        RoberReference[..count])
    {
        // The second component falls to 8e-14.
        AbsoluteScale = 1e-12,
    };

    private static void HiresField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        var bound = 280 * y[5] * y[7];
        result[0] = (-1.71 * y[0]) + (0.43 * y[1]) + (8.32 * y[2]) + 0.0007;
        result[1] = (1.71 * y[0]) - (8.75 * y[1]);
        result[2] = (-10.03 * y[2]) + (0.43 * y[3]) + (0.035 * y[4]);
        result[3] = (8.32 * y[1]) + (1.71 * y[2]) - (1.12 * y[3]);
        result[4] = (-1.745 * y[4]) + (0.43 * y[5]) + (0.43 * y[6]);
        result[5] = -bound + (0.69 * y[3]) + (1.71 * y[4]) - (0.43 * y[5]) + (0.69 * y[6]);
        result[6] = bound - (1.81 * y[6]);
        result[7] = -result[6];
    }

    private static void RoberField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        var (first, second, third) = (0.04 * y[0], 3e7 * y[1] * y[1], 1e4 * y[1] * y[2]);
        result[0] = -first + third;
        result[1] = first - third - second;
        result[2] = second;
    }

    private static void OregoField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        result[0] = 77.27 * (y[1] + (y[0] * (1 - (8.375e-6 * y[0]) - y[1])));
        result[1] = (y[2] - ((1 + y[0]) * y[1])) / 77.27;
        result[2] = 0.161 * (y[0] - y[2]);
    }

    private static void VanDerPolField(double time, ReadOnlySpan<double> y, Span<double> result)
    {
        result[0] = y[1];
        result[1] = (((1 - (y[0] * y[0])) * y[1]) - y[0]) * 1e6;
    }
}
