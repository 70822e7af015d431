using Flow.Experiments.Outputs;
using Flow.Integrators.Nonsmooth;
using Flow.Integrators.Problems;
using Flow.Integrators.Stepping;

namespace Flow.Experiments.Running;

/// <summary>Remembers pairs that slide along their kink, of all that did the ones that slid longest, for sliding.csv.
/// </summary>
/// <param name="kinks">The field with its kinks.</param>
internal sealed class SlidingRecorder(IKinkedField kinks)
{
    /// <summary>The file.</summary>
    public const string FileName = "sliding.csv";

    /// <summary>As many slides as are followed; the shortest that has ended makes room for a new one.</summary>
    public const int MostSlides = 64;

    /// <summary>As many of them as the table has: the longest.</summary>
    public const int MostWritten = 16;

    private static readonly string[] Columns = ["slide", "sample", "unit", "t", "z", "mask", "sliding"];

    private readonly double[] _switching = new double[kinks.Units];
    private readonly List<Slide> _slides = [];
    private HashSet<int> _now = [];
    private HashSet<int> _before = [];

    /// <summary>The slides, in no order.</summary>
    public IReadOnlyList<Slide> Slides => _slides;

    /// <summary>The recorder of a problem; null where its kinks are not known.</summary>
    /// <param name="problem">The problem.</param>
    public static SlidingRecorder? For(OdeProblem problem) => problem.Kinks is { } known ? new(known) : null;

    /// <summary>Looks at an accepted state; costs a forward pass of one sample for each point that is kept.</summary>
    /// <param name="step">The state, with the pattern of its kinks.</param>
    public void Look(in AcceptedStep step)
    {
        if (step.Pattern is not { } pattern)
        {
            return;
        }

        _now.Clear();
        foreach (var pair in pattern.Sliding)
        {
            _now.Add(pair);
            if (!_before.Contains(pair))
            {
                Begin(new(pair, step.Time));
            }
        }

        foreach (var slide in _slides)
        {
            if (slide.Take(step.Time, _now.Contains(slide.Pair)))
            {
                var (sample, unit) = Math.DivRem(slide.Pair, kinks.Units);
                var masks = pattern.Masks.Slice(sample * kinks.Units, kinks.Units);
                kinks.ForwardSample(sample, step.State, masks, _switching);
                slide.Add(step.Time, _switching[unit], masks[unit]);
            }
        }

        (_now, _before) = (_before, _now);
    }

    /// <summary>What has to be known to go on.</summary>
    public double[] Save()
    {
        var memory = new double[1 + _before.Count + _slides.Sum(static slide => slide.MemoryLength)];
        memory[0] = _before.Count;
        var rest = memory.AsSpan(1);
        foreach (var pair in _before.Order())
        {
            rest[0] = pair;
            rest = rest[1..];
        }

        foreach (var slide in _slides)
        {
            slide.Save(rest);
            rest = rest[slide.MemoryLength..];
        }

        return memory;
    }

    /// <summary>Goes on from what <see cref="Save"/> wrote.</summary>
    /// <param name="memory">The numbers.</param>
    public void Load(ReadOnlySpan<double> memory)
    {
        var count = (int)memory[0];
        foreach (var pair in memory.Slice(1, count))
        {
            _before.Add((int)pair);
        }

        for (var rest = memory[(1 + count)..]; !rest.IsEmpty;)
        {
            _slides.Add(Slide.Load(ref rest));
        }
    }

    /// <summary>Writes the table: the points of the longest slides, in the order in which they began; samples and units
    /// count from 1.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="OutputException">The file system refuses.</exception>
    public void Write(string path)
    {
        using var table = CsvTableWriter.Open(path, Columns);
        var number = 0;
        var longest = _slides.OrderByDescending(static slide => slide.To - slide.From).Take(MostWritten);
        foreach (var slide in longest.OrderBy(static slide => (slide.From, slide.Pair)))
        {
            var (sample, unit) = Math.DivRem(slide.Pair, kinks.Units);
            number++;
            foreach (var (time, value, mask) in slide.Points)
            {
                table.WriteRow(
                    [number, kinks.PositionOf(sample) + 1, unit + 1, time, value, mask, time <= slide.To ? 1 : 0]);
            }
        }
    }

    private void Begin(Slide slide)
    {
        if (_slides.Count < MostSlides)
        {
            _slides.Add(slide);
        }
        else if (_slides.Where(static one => !one.IsSliding).MinBy(static one => one.To - one.From) is { } shortest)
        {
            _slides[_slides.IndexOf(shortest)] = slide;
        }
    }
}
