using Lanes = System.Numerics.Vector<double>;
using Simd = System.Numerics.Vector;

namespace Flow.Integrators.Spaces;

/// <summary>Gathers the norms and the worst index of weighted errors r_i = |e_i / w_i|, chunk after chunk.</summary>
internal struct NormReduction
{
    private Lanes _laneSum;
    private double _tailSum;
    private double _largest;
    private int _worst;
    private int _firstNonFinite;

    public NormReduction()
    {
        (_laneSum, _largest, _firstNonFinite) = (Lanes.Zero, -1, -1);
    }

    /// <summary>Adds the ratios of one chunk; the end points are looked at for entries that are not finite, which a
    /// weight of infinity would hide.</summary>
    public void Add(ReadOnlySpan<double> ratios, ReadOnlySpan<double> end, int offset)
    {
        var lanes = SimdKernels.Split(ratios);
        var ends = SimdKernels.Split(end);
        var (largest, sum, finite) = (Lanes.Zero, Lanes.Zero, Lanes.Zero);
        for (var i = 0; i < lanes.Length; i++)
        {
            largest = Simd.Max(largest, lanes[i]);
            sum += lanes[i] * lanes[i];
            // Stays 0 while everything is finite.
            finite += (ends[i] - ends[i]) + (lanes[i] - lanes[i]);
        }

        var (chunkLargest, isFinite) = (0.0, Simd.EqualsAll(finite, Lanes.Zero));
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            chunkLargest = Math.Max(chunkLargest, largest[lane]);
        }

        for (var i = lanes.Length * Lanes.Count; i < ratios.Length; i++)
        {
            chunkLargest = Math.Max(chunkLargest, ratios[i]);
            _tailSum += ratios[i] * ratios[i];
            isFinite &= double.IsFinite(end[i]) && double.IsFinite(ratios[i]);
        }

        _laneSum += sum;
        Locate(ratios, end, offset, chunkLargest, isFinite);
    }

    public readonly WeightedNorm Result(int count) => _firstNonFinite >= 0
        ? new WeightedNorm(double.NaN, double.NaN, _firstNonFinite)
        : new WeightedNorm(Math.Sqrt((Simd.Sum(_laneSum) + _tailSum) / count), _largest, _worst);

    private void Locate(
        ReadOnlySpan<double> ratios, ReadOnlySpan<double> end, int offset, double chunkLargest, bool isFinite)
    {
        if (!isFinite && _firstNonFinite < 0)
        {
            var (first, second) = (SimdKernels.FirstNonFinite(ratios), SimdKernels.FirstNonFinite(end));
            _firstNonFinite = offset + (first < 0 ? second : second < 0 ? first : Math.Min(first, second));
        }
        else if (chunkLargest > _largest)
        {
            (_largest, _worst) = (chunkLargest, offset + ratios.IndexOf(chunkLargest));
        }
    }
}
