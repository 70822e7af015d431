namespace Flow.TestKit.Ivp;

/// <summary>Problems of the test sets of Geneva (E. Hairer, G. Wanner, Solving Ordinary Differential Equations II,
/// 1996) and Bari (F. Mazzia, C. Magherini, Test Set for Initial Value Problem Solvers, 2008); end values recomputed
/// with 9 stages of Radau IIA in 128 bits, those of ring, pleiades and arenstorf as published.</summary>
public static class IvpProblems
{
    /// <summary>Robertson's reaction of three substances.</summary>
    public static IvpProblem Rober { get; } = new(
        "rober", 1e11, [1, 0, 0], ChemistryFields.Rober,
        [2.08334014970129423057e-8, 8.33336077033478340065e-14, 9.99999979166515169379e-1], 1e-8);

    /// <summary>The Oregonator, an oscillating reaction.</summary>
    public static IvpProblem Orego { get; } = new(
        "orego", 360, [1, 2, 3], ChemistryFields.Orego,
        [1.00081487031852271628, 1.22817852154988798372e3, 1.32055494284650828774e2], 1e-2);

    /// <summary>High irradiance responses of plants.</summary>
    public static IvpProblem Hires { get; } = new(
        "hires", 321.8122, [1, 0, 0, 0, 0, 0, 0, 0.0057], ChemistryFields.Hires,
        [
            7.37131257332566780728e-4, 1.44248572631618465819e-4, 5.88872974096757500748e-5, 1.17565134328314914551e-3,
            2.38635619883133046882e-3, 6.23896825274279578665e-3, 2.84999839518576865793e-3, 2.85000160481423134207e-3,
        ],
        1e-4);

    /// <summary>Van der Pol's oscillator with mu = 1e6.</summary>
    public static IvpProblem Vdpol { get; } = new(
        "vdpol", 2, [2, 0], CircuitFields.VanDerPol, [1.70616773217046500848, -8.92809701024816547779e-1], 1);

    /// <summary>A pyrolysis, up to 1e5: later concentrations of 1e-18 are differences of rounding errors of 1e-3.
    /// </summary>
    public static IvpProblem E5 { get; } = new(
        "e5", 1e5, [1.76e-3, 0, 0, 0], ChemistryFields.E5,
        [7.481320822429222012e-6, 2.373478156120597502e-12, 2.212358668958166366e-12, 1.611194871624311366e-13], 1e-14);

    /// <summary>Air pollution, 25 reactions of 20 substances.</summary>
    public static IvpProblem Pollution { get; } = new(
        "pollution", 60, [0, .2, 0, .04, 0, 0, .1, .3, .01, 0, 0, 0, 0, 0, 0, 0, .007, 0, 0, 0],
        ChemistryFields.Pollution,
        [
            5.64625548002276927798e-2, 1.34248413042233852185e-1, 4.13973433109942697009e-9, 5.52314020748435993725e-3,
            2.01897726230219604012e-7, 1.46454186349396579256e-7, 7.78424911899796414610e-2, 3.24507535339601821830e-1,
            7.49401338388040555257e-3, 1.62229315730156034936e-8, 1.13586383325707482172e-8, 2.23050597572135986099e-3,
            2.08716288279863004096e-4, 1.39692101684015771560e-5, 8.96488485689829417758e-3, 4.35284636933010367424e-18,
            6.89921969626340540469e-3, 1.00780303736594595314e-4, 1.77214651396998453714e-6, 5.68294329231639344266e-5,
        ],
        1e-8);

    /// <summary>The ring modulator, a circuit with four diodes, non-autonomous.</summary>
    public static IvpProblem Ring { get; } = new(
        "ring", 1e-3, new double[15], CircuitFields.Ring,
        [
            -2.339057358486745e-2, -7.367485485540825e-3, 2.582956709291169e-1, -4.064465721283450e-1,
            -4.039455665149794e-1, 2.607966765422943e-1, 1.106761861269975e-1, 2.939904342435596e-7,
            -2.840029933642329e-8, 7.267198267264553e-4, 7.929487196960840e-4, -7.255283495698965e-4,
            -7.941401968526521e-4, 7.088495416976114e-5, 2.390059075236570e-5,
        ],
        1e-4);

    /// <summary>Seven stars in a plane; the reference holds positions only.</summary>
    public static IvpProblem Pleiades { get; } = new(
        "pleiades", 3,
        [3, 3, -1, -3, 2, -2, 2, 3, -3, 2, 0, 0, -4, 4, 0, 0, 0, 0, 0, 1.75, -1.5, 0, 0, 0, -1.25, 1, 0, 0],
        OrbitFields.Pleiades,
        [
            0.3706139143970502, 3.237284092057233, -3.222559032418324, 0.6597091455775310, 0.3425581707156584,
            1.562172101400631, -0.7003092922212495, -3.943437585517392, -3.271380973972550, 5.225081843456543,
            -2.590612434977470, 1.198213693392275, -0.2429682344935824, 1.091449240428980,
        ],
        1,
        IsStiff: false);

    /// <summary>A closed orbit around earth and moon; the reference holds the position only.</summary>
    public static IvpProblem Arenstorf { get; } = new(
        "arenstorf", 17.0652165601579625588917206249, [0.994, 0, 0, -2.00158510637908252240537862224],
        OrbitFields.Arenstorf, [0.994, 0], 1, IsStiff: false);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IvpProblem> All { get; } =
        [Rober, Orego, Hires, Vdpol, E5, Pollution, Ring, Pleiades, Arenstorf];
}
