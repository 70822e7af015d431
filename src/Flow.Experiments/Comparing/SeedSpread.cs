namespace Flow.Experiments.Comparing;

/// <summary>
/// The mean of the training runs of one learning rate and their spread about it, so that what the steps do on average
/// (drift) and what the batches add (noise) are told apart.
/// </summary>
/// <param name="flow">The flow.</param>
internal sealed class SeedSpread(FlowStates flow)
{
    private readonly SortedDictionary<int, Moments> _moments = [];

    /// <summary>The columns of seeds.csv.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "learning_rate", "t", "runs", "drift", "spread", "drift_error",
        "drift_rho", "spread_rho", "drift_loss", "spread_loss",
    ];

    /// <summary>Takes one run at one time of the flow.</summary>
    /// <param name="index">The position of the time.</param>
    /// <param name="state">z.</param>
    /// <param name="rho">rho less that of the flow.</param>
    /// <param name="loss">The loss less that of the flow.</param>
    public void Add(int index, double[] state, double rho, double loss)
    {
        if (!_moments.TryGetValue(index, out var moments))
        {
            _moments.Add(index, moments = new(state.Length));
        }

        moments.Add(state);
        moments.Rho.Add([rho]);
        moments.Loss.Add([loss]);
    }

    /// <summary>A row for each time that two runs or more have reached.</summary>
    /// <param name="rate">eta.</param>
    public IEnumerable<double[]> Rows(double rate)
    {
        foreach (var (index, moments) in _moments.Where(static pair => pair.Value.Count > 1))
        {
            var drift = Math.Sqrt(Distance.Squared(moments.Mean, flow.State(index)));
            yield return
            [
                rate, flow.Row(index)[0], moments.Count, drift, moments.Spread,
                moments.Spread / Math.Sqrt(moments.Count),
                moments.Rho.Mean[0], moments.Rho.Spread, moments.Loss.Mean[0], moments.Loss.Spread,
            ];
        }
    }

    /// <summary>Mean and spread, added to one by one (B. Welford, 1962).</summary>
    private sealed class Moments(int length)
    {
        private double _squares;

        public int Count { get; private set; }

        public double[] Mean { get; } = new double[length];

        /// <summary>The root of the unbiased mean of the squared distances from the mean.</summary>
        public double Spread => Math.Sqrt(_squares / (Count - 1));

        public Moments Rho => field ??= new(1);

        public Moments Loss => field ??= new(1);

        public void Add(double[] values)
        {
            Count++;
            for (var i = 0; i < values.Length; i++)
            {
                var before = values[i] - Mean[i];
                Mean[i] += before / Count;
                _squares += before * (values[i] - Mean[i]);
            }
        }
    }
}
