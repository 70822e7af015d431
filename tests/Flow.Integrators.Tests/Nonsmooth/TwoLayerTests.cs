namespace Flow.Integrators.Tests.Nonsmooth;

public class TwoLayerTests
{
    // Short enough for both to stay on their kinks, which is asserted.
    private const double End = 0.05;

    [Theory]
    [InlineData("pab")]
    [InlineData("filippov")]
    public void Two_units_of_one_sample_in_consecutive_layers_slide_together(string solver)
    {
        var slide = TwoLayerSlide.Find();
        var alone = slide.Alone(End).Run(SolverCatalog.Find("dop853"), 1e-11).Values();
        var (first, second) = slide.Masks;
        var sliding = Array.Empty<int>();
        var masks = (First: double.NaN, Second: double.NaN);
        var result = slide.WithKinks(End).Run(SolverCatalog.Find(solver), 1e-8, new Observer(null, step =>
        {
            sliding = step.Pattern!.Sliding.ToArray();
            masks = (step.Pattern.Masks[0], step.Pattern.Masks[3]);
        }));
        Assert.Equal([0, 3], sliding.Order());
        Assert.True(KinkRuns.Distance(alone, result.Values()) < 1e-7);
        // The bilinear masks of pab are one correction away from those of its prediction.
        Assert.Equal(first, masks.First, 1e-4);
        Assert.Equal(second, masks.Second, 1e-4);
    }
}
