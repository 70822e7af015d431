using System.Globalization;
using System.Numerics;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// An exact fraction p/q in lowest terms with q &gt; 0: the coefficients and exponents of expressions, so that
/// cancellation is decided exactly.
/// </summary>
public readonly struct Rational : IEquatable<Rational>, IComparable<Rational>
{
    private const int LongestDecimal = 30;

    private readonly BigInteger _denominatorMinusOne;

    /// <summary>Makes p/q.</summary>
    /// <param name="numerator">p.</param>
    /// <param name="denominator">q, not zero.</param>
    /// <exception cref="DivideByZeroException">q is zero.</exception>
    public Rational(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero)
        {
            throw new DivideByZeroException("The denominator of a fraction is zero.");
        }

        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator) * denominator.Sign;
        Numerator = numerator / divisor;
        _denominatorMinusOne = (denominator / divisor) - 1;
    }

    /// <summary>Zero.</summary>
    public static Rational Zero => default;

    /// <summary>One.</summary>
    public static Rational One => new(1, 1);

    /// <summary>p, carrying the sign.</summary>
    public BigInteger Numerator { get; }

    /// <summary>q &gt; 0.</summary>
    public BigInteger Denominator => _denominatorMinusOne + 1;

    /// <summary>True for p = 0.</summary>
    public bool IsZero => Numerator.IsZero;

    /// <summary>True for 1.</summary>
    public bool IsOne => Numerator.IsOne && IsInteger;

    /// <summary>True where q = 1.</summary>
    public bool IsInteger => _denominatorMinusOne.IsZero;

    /// <summary>-1, 0 or 1.</summary>
    public int Sign => Numerator.Sign;

    /// <summary>Converts an integer.</summary>
    /// <param name="value">The integer.</param>
    public static implicit operator Rational(int value) => new(value, 1);

    /// <summary>a + b.</summary>
    public static Rational operator +(Rational a, Rational b) =>
        new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

    /// <summary>a - b.</summary>
    public static Rational operator -(Rational a, Rational b) => a + -b;

    /// <summary>-a.</summary>
    public static Rational operator -(Rational a) => new(-a.Numerator, a.Denominator);

    /// <summary>a b.</summary>
    public static Rational operator *(Rational a, Rational b) =>
        new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

    /// <summary>a / b.</summary>
    public static Rational operator /(Rational a, Rational b) =>
        new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

    /// <summary>Equality of value.</summary>
    public static bool operator ==(Rational a, Rational b) => a.Equals(b);

    /// <summary>Inequality of value.</summary>
    public static bool operator !=(Rational a, Rational b) => !a.Equals(b);

    /// <summary>a &lt; b.</summary>
    public static bool operator <(Rational a, Rational b) => a.CompareTo(b) < 0;

    /// <summary>a &gt; b.</summary>
    public static bool operator >(Rational a, Rational b) => a.CompareTo(b) > 0;

    /// <summary>a &lt;= b.</summary>
    public static bool operator <=(Rational a, Rational b) => a.CompareTo(b) <= 0;

    /// <summary>a &gt;= b.</summary>
    public static bool operator >=(Rational a, Rational b) => a.CompareTo(b) >= 0;

    /// <summary>The magnitude.</summary>
    public static Rational Abs(Rational a) => a.Sign < 0 ? -a : a;

    /// <summary>a raised to an integer power.</summary>
    /// <param name="a">The base, not zero where the exponent is negative.</param>
    /// <param name="exponent">The integer exponent.</param>
    public static Rational Power(Rational a, int exponent) => exponent >= 0
        ? new(BigInteger.Pow(a.Numerator, exponent), BigInteger.Pow(a.Denominator, exponent))
        : new(BigInteger.Pow(a.Denominator, -exponent), BigInteger.Pow(a.Numerator, -exponent));

    /// <summary>The exact value of a decimal literal such as 12, 0.37 or 1e-3.</summary>
    /// <param name="literal">Digits, an optional point, an optional exponent; no sign.</param>
    public static Rational Parse(string literal)
    {
        var split = literal.ToUpperInvariant().Split('E');
        var exponent = split.Length > 1 ? int.Parse(split[1], CultureInfo.InvariantCulture) : 0;
        var point = split[0].IndexOf('.', StringComparison.Ordinal);
        var digits = split[0].Replace(".", string.Empty, StringComparison.Ordinal);
        exponent -= point < 0 ? 0 : split[0].Length - point - 1;
        var mantissa = BigInteger.Parse("0" + digits, CultureInfo.InvariantCulture);
        var scale = BigInteger.Pow(10, Math.Abs(exponent));
        return exponent >= 0 ? new(mantissa * scale, 1) : new(mantissa, scale);
    }

    /// <summary>The exact value of a finite double.</summary>
    /// <param name="value">A finite number.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public static Rational FromDouble(double value) => double.IsFinite(value)
        ? Parse(Math.Abs(value).ToString("R", CultureInfo.InvariantCulture)) * Math.Sign(value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A coefficient must be finite.");

    /// <summary>The nearest double; beyond the range of doubles infinity or zero.</summary>
    public double ToDouble()
    {
        if (IsZero)
        {
            return 0;
        }

        // 63 or 64 bits of the quotient, the last one telling whether anything was cut off, round correctly.
        var magnitude = BigInteger.Abs(Numerator);
        var shift = 63 - (int)(magnitude.GetBitLength() - Denominator.GetBitLength());
        var (above, below) = shift >= 0 ? (magnitude << shift, Denominator) : (magnitude, Denominator << -shift);
        var quotient = BigInteger.DivRem(above, below, out var remainder);
        var bits = (ulong)quotient | (remainder.IsZero ? 0UL : 1UL);
        return Sign * Math.ScaleB((double)bits, -shift);
    }

    /// <summary>
    /// The shortest exact text: a decimal such as 0.01 where there is one of at most 30 digits, else p/q.
    /// </summary>
    public string ToDecimal()
    {
        var digits = 0;
        var scaled = this;
        while (!scaled.IsInteger && digits < LongestDecimal)
        {
            scaled *= 10;
            digits++;
        }

        if (!scaled.IsInteger || digits == 0)
        {
            return ToString();
        }

        var text = BigInteger.Abs(scaled.Numerator).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        return $"{(Sign < 0 ? "-" : string.Empty)}{text[..^digits]}.{text[^digits..]}";
    }

    /// <inheritdoc />
    public bool Equals(Rational other) =>
        Numerator == other.Numerator && _denominatorMinusOne == other._denominatorMinusOne;

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Numerator, _denominatorMinusOne);

    /// <inheritdoc />
    public int CompareTo(Rational other) =>
        (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);

    /// <inheritdoc />
    public override string ToString() => IsInteger ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}
