namespace Flow.Experiments.Observables;

/// <summary>The observables there are, in the order of their columns.</summary>
public static class ObservableCatalog
{
    /// <summary>One line for each observable.</summary>
    public static IReadOnlyList<Observable> All { get; } =
    [
        new ScalarObservable("rho", "scale of the output: rho, prod_k ||W_k||_F or prod_k |g_k|", static s => s.Rho),
        new ScalarObservable("loss", "(1/N) sum_n l(u_n, y_n)", static s => s.Loss),
        new ScalarObservable("objective", "loss + weight decay", static s => s.Objective),
        new ScalarObservable(
            "modified_objective", "E + (kappa/2) ||F||^2 with F of the unmodified flow; falls at the rate grad_norm^2",
            static s => s.ModifiedObjective, static c => c.IsModified),
        new ScalarObservable(
            "rho_eq", "mean_yf/(lambda + mean_f2), where rho' = 0", static s => s.RhoEquilibrium,
            static c => c.System.Equilibrium is not null),
        new ScalarObservable(
            "mean_yf", "<Y, F>/N with F = U/rho",
            static s => Moments.TargetsTimesOutputs(s)),
        new ScalarObservable(
            "mean_abs_f", "mean of |f| over samples and outputs",
            static s => Moments.Absolute(s)),
        new ScalarObservable("mean_f2", "||F||^2/N", Moments.Squared),
        new ScalarObservable(
            "margin_min", "min_n of the margin y_n f_n, or f_y - max_{j != y} f_j",
            static s => Margins.Smallest(s.Data, s.Normalized), HasMargins),
        new ScalarObservable(
            "margin_mean", "mean_n of the margin",
            static s => Margins.Mean(s.Data, s.Normalized), HasMargins),
        new ScalarObservable(
            "margin_std", "standard deviation over n of the margin",
            static s => Margins.Deviation(s.Data, s.Normalized), HasMargins),
        new ScalarObservable(
            "train_error", "fraction of samples with margin <= 0",
            static s => Margins.Errors(s.Data, s.Normalized), HasMargins)
        {
            Dependence = ObservableDependence.Stepwise,
        },
        new ScalarObservable(
            "norm_defect", "max_k | ||V_k|| - 1 | before the retraction of the step",
            static s => s.NormDefect, IsConstrained)
        {
            Dependence = ObservableDependence.OfTheSolver,
        },
        new ScalarObservable(
            "energy_rate", "dE/dt = sum over the state of <dE/ds, s'>; -||F||^2 unless flow.modified",
            static s => s.EnergyRate)
        {
            JumpsAtKinks = true,
        },
        new ScalarObservable("grad_norm", "||F||, norm of the right-hand side", static s => s.VelocityNorm)
        {
            JumpsAtKinks = true,
        },
        new ScalarObservable(
            "raw_margin_min", "min_n of the margin of u",
            static s => Margins.Smallest(s.Data, s.Outputs), HasMargins),
        new ScalarObservable(
            "raw_margin_mean", "mean_n of the margin of u",
            static s => Margins.Mean(s.Data, s.Outputs), HasMargins),
        new ScalarObservable(
            "raw_margin_std", "standard deviation over n of the margin of u",
            static s => Margins.Deviation(s.Data, s.Outputs), HasMargins),
        new ScalarObservable(
            "rho_published", "prod_k ||W_k|| prod_l ||sqrt(gamma_l)||/||sqrt(var_l)|| over batch norms l",
            static s => s.PublishedRho, static c => !c.System.Model.Normalizations.IsEmpty),
        new ScalarObservable("test_loss", "mean loss on the test part", static s => s.TestLoss, HasTest),
        new ScalarObservable(
            "test_error", "fraction of test samples with margin <= 0",
            static s => Margins.Errors(s.Data.Test!, s.TestOutputs),
            static c => HasTest(c) && Margins.Exist(c.Data.Test!))
        {
            Dependence = ObservableDependence.Stepwise,
        },
        new ScalarObservable(
            "kink_crossings",
            "sign changes of pre-activations at kinks so far: between accepted steps, or as located by the solver",
            static s => s.KinkCrossings, static c => c.CountsKinks || c.IntegratesKinks)
        {
            Dependence = ObservableDependence.OfTheSolver,
        },
        new ScalarObservable(
            "sliding_pairs", "pairs of a sample and a unit that slide along their kink at the last accepted state",
            static s => s.SlidingPairs, static c => c.IntegratesKinks)
        {
            Dependence = ObservableDependence.OfTheSolver,
        },
        new ScalarObservable(
            "learning_rate", "eta of the last step of discrete training", static s => s.LearningRate, IsDiscrete)
        {
            Dependence = ObservableDependence.OfTheSolver,
        },
        new ScalarObservable(
            "batch_loss", "mean loss of the last step's samples before that step", static s => s.BatchLoss, IsDiscrete)
        {
            Dependence = ObservableDependence.OfTheSolver,
        },
        new ScalarObservable(
            "update_norm", "||z_s - z_(s-1)||, the last change of the state in discrete training",
            static s => s.UpdateNorm, IsDiscrete)
        {
            Dependence = ObservableDependence.OfTheSolver,
        },
        new ScalarObservable(
            "sharpness", "leading Ritz value of the Hessian on the constraint, as the solver tracks it; a lower bound",
            static s => s.Sharpness, TracksStiffness)
        {
            Dependence = ObservableDependence.OfTheSolver,
        },
        new ScalarObservable(
            "deflated", "number of stiff directions that the solver integrates exponentially",
            static s => s.DeflatedDirections, TracksStiffness)
        {
            Dependence = ObservableDependence.OfTheSolver,
        },
        new ScalarObservable(
            "step_rate", "h times the stiffness that is left beside them",
            static s => s.StepTimesRate, TracksStiffness)
        {
            Dependence = ObservableDependence.OfTheSolver,
        },
        new LayerObservable(
            "norm", "||V_k||_F, ||W_k||_F or |g_k|",
            static s => s.LayerNorms, static c => c.System.Model.Depth),
        new LayerObservable(
            "unit_norm_min", "min_i of the norm of row i of V_k, W_k or v_k: a unit, or a channel of a convolution",
            static s => s.SmallestUnitNorms, NormalizedDepth),
        new LayerObservable(
            "unit_norm_max", "max_i of the norm of row i of V_k, W_k or v_k",
            static s => s.LargestUnitNorms, NormalizedDepth),
        new LayerObservable(
            "nu", "multiplier -<V_k, G_k>/(2 ||V_k||^2)",
            static s => s.Multipliers, static c => c.System.Multipliers.Length)
        {
            JumpsAtKinksWithBiases = true,
        },
    ];

    /// <summary>Names that stand for several observables, name_min, name_mean and name_std.</summary>
    public static IReadOnlyList<string> Groups { get; } = ["margin", "raw_margin"];

    /// <summary>The names of the observables with one column, and t: what stop conditions may use.</summary>
    public static IReadOnlyList<string> ScalarNames { get; } =
        ["t", .. All.OfType<ScalarObservable>().Select(static observable => observable.Name)];

    /// <summary>Rows have laws of their own where there is batch norm.</summary>
    private static int NormalizedDepth(ObservableContext context) =>
        context.System.Model.Normalizations.IsEmpty ? 0 : context.System.Model.Depth;

    private static bool HasMargins(ObservableContext context) => Margins.Exist(context.Data);

    private static bool TracksStiffness(ObservableContext context) => context.TracksStiffness;

    private static bool HasTest(ObservableContext context) => context.Data.Test is not null;

    private static bool IsDiscrete(ObservableContext context) => context.IsDiscrete;

    private static bool IsConstrained(ObservableContext context) =>
        context.System.State.Any(static variable => variable.HasUnitNorm);
}
