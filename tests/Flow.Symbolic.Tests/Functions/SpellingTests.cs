using Flow.Symbolic.Functions;

namespace Flow.Symbolic.Tests.Functions;

public class SpellingTests
{
    [Theory]
    [InlineData("derive", "Derive", 0)]
    [InlineData("derve", "derive", 1)]
    [InlineData("dervie", "derive", 1)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("", "derive", 6)]
    public void Distance_counts_changes_of_letters_and_swaps(string left, string right, int expected) =>
        Assert.Equal(expected, Spelling.Distance(left, right));

    [Fact]
    public void Nearest_is_null_where_nothing_is_near()
    {
        Assert.Equal("tanh", Spelling.Nearest("tahn", "relu", "tanh"));
        Assert.Null(Spelling.Nearest("xyz", "relu", "tanh"));
    }
}
