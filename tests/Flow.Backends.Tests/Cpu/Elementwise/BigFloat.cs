using System.Numerics;

namespace Flow.Backends.Tests.Cpu.Elementwise;

/// <summary>
/// M 2^E with at least 150 bits: slow and obviously right references of the elementary functions, far beyond double
/// precision.
/// </summary>
internal readonly record struct BigFloat(BigInteger M, int E)
{
    private const int Bits = 150;

    public static BigFloat One => new(1, 0);

    private static BigFloat LogTwo { get; } = LogNearOne(new BigFloat(2, 0));

    public static BigFloat From(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int field = (int)((bits >> 52) & 0x7FF);
        long mantissa = (bits & 0xFFFFFFFFFFFFF) | (field == 0 ? 0 : 1L << 52);
        return new BigFloat(x < 0 ? -mantissa : mantissa, Math.Max(field, 1) - 1075).Cut();
    }

    public static BigFloat operator +(BigFloat a, BigFloat b)
    {
        if (a.M.IsZero || b.M.IsZero)
        {
            return a.M.IsZero ? b : a;
        }

        // A summand far below the last bit of the other changes nothing.
        if (a.Magnitude - b.Magnitude > 3 * Bits)
        {
            return a;
        }

        if (b.Magnitude - a.Magnitude > 3 * Bits)
        {
            return b;
        }

        int e = Math.Min(a.E, b.E);
        return new BigFloat((a.M << (a.E - e)) + (b.M << (b.E - e)), e).Cut();
    }

    public static BigFloat operator -(BigFloat a, BigFloat b) => a + new BigFloat(-b.M, b.E);

    public static BigFloat operator *(BigFloat a, BigFloat b) => new BigFloat(a.M * b.M, a.E + b.E).Cut();

    public static BigFloat operator /(BigFloat a, BigFloat b)
    {
        int shift = (2 * Bits) + (int)BigInteger.Abs(b.M).GetBitLength();
        return new BigFloat((a.M << shift) / b.M, a.E - shift - b.E).Cut();
    }

    public static BigFloat Exp(BigFloat x)
    {
        int n = (int)Math.Round(x.ToDouble() / Math.Log(2));
        BigFloat r = x - (LogTwo * new BigFloat(n, 0));
        BigFloat sum = One, term = One;
        for (int k = 1; term.M != 0 && term.Magnitude > -Bits; k++)
        {
            term = (term * r).Over(k);
            sum += term;
        }

        return sum with { E = sum.E + n };
    }

    public static BigFloat Log(BigFloat x)
    {
        int n = x.Magnitude;
        BigFloat near = x with { E = x.E - n };
        return LogNearOne(near) + (LogTwo * new BigFloat(n, 0));
    }

    public static BigFloat LogOnePlus(BigFloat x)
    {
        if (x.M.IsZero || x.Magnitude > -60)
        {
            return Log(One + x);
        }

        BigFloat square = x * x;
        return x - (square / new BigFloat(2, 0)) + (square * x / new BigFloat(3, 0))
            - (square * square / new BigFloat(4, 0)) + (square * square * x / new BigFloat(5, 0));
    }

    public static BigFloat Tanh(BigFloat x)
    {
        if (x.Magnitude < -60)
        {
            BigFloat cube = x * x * x;
            return x - (cube / new BigFloat(3, 0)) + (cube * x * x * new BigFloat(2, 0) / new BigFloat(15, 0));
        }

        BigFloat e = Exp(x + x);
        return (e - One) / (e + One);
    }

    public static BigFloat Sigmoid(BigFloat x) => One / (One + Exp(new BigFloat(-x.M, x.E)));

    public static BigFloat Softplus(BigFloat x) => LogOnePlus(Exp(x));

    /// <summary>|got - this| in units of the last place of this value, in a format of so many bits.</summary>
    public double UlpError(double got, int mantissaBits, int smallestExponent)
    {
        int last = Math.Max(Magnitude - mantissaBits, smallestExponent);
        BigFloat difference = From(got) - this;
        return Math.Abs((difference with { E = difference.E - last }).ToDouble());
    }

    public double ToDouble()
    {
        if (M.IsZero)
        {
            return 0;
        }

        int shift = (int)BigInteger.Abs(M).GetBitLength() - 60;
        BigInteger head = shift > 0 ? M >> shift : M;
        return Math.ScaleB((double)head, E + Math.Max(shift, 0));
    }

    /// <summary>Exponent of the leading bit plus one: |x| lies in [2^(Magnitude-1), 2^Magnitude).</summary>
    private int Magnitude => (int)BigInteger.Abs(M).GetBitLength() + E;

    private static BigFloat LogNearOne(BigFloat x)
    {
        BigFloat s = (x - One) / (x + One);
        BigFloat square = s * s, power = s, sum = s;
        for (int k = 3; power.M != 0 && power.Magnitude > s.Magnitude - Bits; k += 2)
        {
            power *= square;
            sum += power.Over(k);
        }

        return sum + sum;
    }

    private BigFloat Over(int divisor) => new BigFloat((M << 32) / divisor, E - 32).Cut();

    private BigFloat Cut()
    {
        int excess = (int)BigInteger.Abs(M).GetBitLength() - (2 * Bits);
        return excess > 0 ? new BigFloat(M >> excess, E + excess) : this;
    }
}
