using Flow.Networks.Model;
using Flow.Symbolic.Functions;

namespace Flow.Networks.Tests.Model;

public class SwitchSiteTests
{
    [Theory]
    [InlineData("relu", 1, 0)]
    [InlineData("leaky-relu(0.25)", 1, 0.25)]
    [InlineData("abs(z)", 1, -1)]
    [InlineData("2*max(z,0)+0.5*z", 2.5, 0.2)]
    [InlineData("max(0,z)-min(0,z)/4", 1, -0.25)]
    public void Multiple_of_a_rectifier_has_a_slope_and_a_smallest_mask(string text, double slope, double smallest)
    {
        var form = SwitchSite.Form(ScalarFunctionCatalog.Parse(text));
        Assert.Equal(slope, form!.Value.Slope.ToDouble());
        Assert.Equal(smallest, form.Value.SmallestMask.ToDouble());
    }

    [Theory]
    [InlineData("tanh")]
    [InlineData("linear")]
    [InlineData("max(z,1)")]
    [InlineData("max(z-1,0)")]
    [InlineData("max(z,0)^2")]
    [InlineData("max(z,0)+max(z-1,0)")]
    [InlineData("min(z,0)")]
    [InlineData("-max(z,0)")]
    public void Anything_else_has_none(string text) =>
        Assert.Null(SwitchSite.Form(ScalarFunctionCatalog.Parse(text)));
}
