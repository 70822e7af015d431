using Flow.Symbolic.Expressions;
using Flow.TestKit;

namespace Flow.Symbolic.Tests.Expressions;

public class RationalTests
{
    [Fact]
    public void Arithmetic_obeys_the_laws_of_a_field() => RandomProperty.Holds(500, static seed =>
    {
        var random = new RandomStream(seed);
        Rational Draw() => new(random.Below(41) - 20, 1 + random.Below(20));
        var (a, b, c) = (Draw(), Draw(), Draw());
        Assert.Equal(a + b, b + a);
        Assert.Equal(a * b, b * a);
        Assert.Equal((a + b) + c, a + (b + c));
        Assert.Equal((a * b) * c, a * (b * c));
        Assert.Equal(a * (b + c), (a * b) + (a * c));
        Assert.Equal(Rational.Zero, a - a);
        Assert.Equal(b.IsZero ? b : a, b.IsZero ? b : a / b * b);
        Assert.Equal(a.ToDouble() < b.ToDouble(), a < b);
        Assert.Equal(a == b, a.GetHashCode() == b.GetHashCode() && a.CompareTo(b) == 0);
        Assert.Equal(Rational.Power(a, 3), a * a * a);
    });

    [Fact]
    public void Default_value_is_zero()
    {
        Assert.Equal(0, default(Rational));
        Assert.Equal("0", default(Rational).ToString());
        Assert.Equal(new Rational(-1, 2), new Rational(2, -4));
        Assert.Throws<DivideByZeroException>(static () => new Rational(1, 0));
    }

    [Theory]
    [InlineData("12", 12, 1)]
    [InlineData("0.37", 37, 100)]
    [InlineData(".5", 1, 2)]
    [InlineData("1.", 1, 1)]
    [InlineData("1e-3", 1, 1000)]
    [InlineData("2.5E+2", 250, 1)]
    [InlineData("0", 0, 1)]
    public void Decimal_literals_are_exact(string literal, int numerator, int denominator) =>
        Assert.Equal(new Rational(numerator, denominator), Rational.Parse(literal));

    [Theory]
    [InlineData(1, 100, "0.01")]
    [InlineData(-1, 8, "-0.125")]
    [InlineData(50, 1, "50")]
    [InlineData(1, 3, "1/3")]
    [InlineData(0, 1, "0")]
    public void Decimal_text_is_exact_or_a_fraction(int numerator, int denominator, string text) =>
        Assert.Equal(text, new Rational(numerator, denominator).ToDecimal());

    [Fact]
    public void Doubles_survive_the_round_trip() => RandomProperty.Holds(300, static seed =>
    {
        var random = new RandomStream(seed);
        var value = random.Between(-1, 1) * Math.Pow(10, random.Below(600) - 300);
        Assert.Equal(value, Rational.FromDouble(value).ToDouble());
    });

    [Theory]
    [InlineData(1, 3, 1.0 / 3)]
    [InlineData(-2, 3, -2.0 / 3)]
    [InlineData(0, 1, 0.0)]
    public void Fractions_become_the_nearest_double(int numerator, int denominator, double expected) =>
        Assert.Equal(expected, new Rational(numerator, denominator).ToDouble());

    [Fact]
    public void Fractions_beyond_the_range_of_doubles_overflow_or_vanish()
    {
        Assert.Equal(double.PositiveInfinity, Rational.Power(10, 400).ToDouble());
        Assert.Equal(0, Rational.Power(10, -400).ToDouble());
    }

    [Fact]
    public void Values_that_are_not_finite_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => Rational.FromDouble(double.NaN));
}
