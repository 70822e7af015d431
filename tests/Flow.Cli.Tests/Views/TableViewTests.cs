using Flow.Cli.Views;
using Flow.Experiments.Outputs;

namespace Flow.Cli.Tests.Views;

public sealed class TableViewTests
{
    [Fact]
    public void Colour_is_used_only_where_the_terminal_has_it()
    {
        Assert.DoesNotContain('\u001b', Pairs(false));
        Assert.Contains('\u001b', Pairs(true));
    }

    [Fact]
    public void Brackets_are_text_and_not_markup()
    {
        Assert.Contains("[red]value[/]", Pairs(false), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_stand_to_the_right()
    {
        using var output = new StringWriter { NewLine = "\n" };

        TableView.Write(new Terminal(output, TextWriter.Null), ["name", "count"], [["a", "1"], ["b", "100"]]);

        Assert.Contains("a          1", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e-7, "1e-7")]
    [InlineData(1234567, "1.23457e6")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(-2.5e300, "-2.5e300")]
    public void Numbers_are_short(double value, string expected)
    {
        Assert.Equal(expected, Numbers.Short(value));
    }

    [Theory]
    [InlineData(1.23, "1.2 s")]
    [InlineData(65, "65 s")]
    [InlineData(600, "10 min")]
    [InlineData(9000, "2.5 h")]
    public void Durations_are_rough(double seconds, string expected)
    {
        Assert.Equal(expected, Numbers.Duration(TimeSpan.FromSeconds(seconds)));
    }

    private static string Pairs(bool hasColour)
    {
        using var output = new StringWriter { NewLine = "\n" };
        var terminal = new Terminal(output, TextWriter.Null) { HasColour = hasColour };
        TableView.WritePairs(terminal, [("name", "[red]value[/]")]);
        return output.ToString();
    }
}
