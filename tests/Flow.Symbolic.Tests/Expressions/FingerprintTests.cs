using System.Globalization;
using Flow.Symbolic.Expressions;
using Flow.Symbolic.Shapes;

namespace Flow.Symbolic.Tests.Expressions;

public class FingerprintTests
{
    /// <summary>
    /// Fixed numbers: the canonical order, and with it every rounding error, is the same in every process.
    /// </summary>
    [Theory]
    [InlineData("variable", "e49aa251dc316339")]
    [InlineData("tensor", "891fedf095a2fee8")]
    [InlineData("sum", "9d9c7155a6496b1f")]
    [InlineData("product", "fd1629ac28bb5437")]
    public void Fingerprints_are_the_same_in_every_process(string which, string fingerprint)
    {
        var (a, b) = (Variable.Of("a"), Variable.Of("b"));
        var x = Variable.Of("X", Shape.Of(new Dimension("N"), new Dimension("d")));
        Expr expression = which switch
        {
            "variable" => a,
            "tensor" => x,
            "sum" => a + b,
            _ => Algebra.Inner(x, Elementwise.Of(Primitive.Tanh, x)) * new Rational(1, 3),
        };
        Assert.Equal(fingerprint, expression.Fingerprint.ToString("x", CultureInfo.InvariantCulture));
    }
}
