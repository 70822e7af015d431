using Flow.Experiments.Running;

namespace Flow.Experiments.Tests.Running;

public class SlideTests
{
    [Fact]
    public void Long_slide_is_thinned_evenly()
    {
        var slide = new Slide(3, 0);
        Follow(slide, 0, 9999, static _ => true);

        Assert.InRange(slide.Points.Count, Slide.MostPoints / 2, Slide.MostPoints);
        Assert.Equal((0, 9999), (slide.Points[0].Time, slide.To));
        // 256 points of stride 32 cover 8,192 states, so the stride is 64.
        var gaps = slide.Points.Zip(slide.Points.Skip(1), static (one, next) => next.Time - one.Time);
        Assert.All(gaps, static gap => Assert.Equal(64, gap));
    }

    [Fact]
    public void Pair_that_has_left_is_followed_as_long_again_or_until_it_slides_anew()
    {
        var (left, anew) = (new Slide(3, 1), new Slide(3, 1));
        Follow(left, 1, 20, static time => time <= 5);
        Follow(anew, 1, 20, static time => time is <= 5 or 8);

        Assert.Equal((1, 5, false), (left.From, left.To, left.IsSliding));
        Assert.Equal(Enumerable.Range(1, 9).Select(static t => (double)t), left.Points.Select(static p => p.Time));
        Assert.Equal((1, 5, false), (anew.From, anew.To, anew.IsSliding));
        Assert.Equal(7, anew.Points[^1].Time);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(700)]
    [InlineData(1500)]
    public void Slide_goes_on_from_what_was_saved(int time)
    {
        var (whole, first) = (new Slide(3, 0), new Slide(3, 0));
        Follow(whole, 0, 1600, static t => t <= 1000);
        Follow(first, 0, time, static t => t <= 1000);
        var memory = new double[first.MemoryLength + 1];
        first.Save(memory);

        ReadOnlySpan<double> rest = memory;
        var second = Slide.Load(ref rest);
        Follow(second, time + 1, 1600, static t => t <= 1000);

        Assert.Equal(1, rest.Length);
        Assert.Equal(whole.Points, second.Points);
        Assert.Equal((whole.Pair, whole.From, whole.To), (second.Pair, second.From, second.To));
    }

    private static void Follow(Slide slide, int from, int to, Func<int, bool> slides)
    {
        for (var time = from; time <= to; time++)
        {
            if (slide.Take(time, slides(time)))
            {
                slide.Add(time, 0, 0.5);
            }
        }
    }
}
