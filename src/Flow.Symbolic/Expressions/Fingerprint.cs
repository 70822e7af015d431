using System.Buffers.Binary;
using System.Text;

namespace Flow.Symbolic.Expressions;

/// <summary>
/// A 64-bit FNV-1a hash that is the same in every process, so that the canonical order of terms and factors, and with
/// it every printed equation and every rounding error, is reproducible.
/// </summary>
internal struct Fingerprint
{
    private const ulong Prime = 1099511628211;

    private ulong _value;

    /// <summary>Starts a fingerprint with a node's kind.</summary>
    public static Fingerprint Start(string kind) => new Fingerprint { _value = 14695981039346656037 }.Add(kind);

    /// <summary>The hash of everything added, with its bits mixed.</summary>
    public readonly ulong Value
    {
        get
        {
            var x = _value;
            x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
            x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
            return x ^ (x >> 31);
        }
    }

    /// <summary>Adds a text.</summary>
    public Fingerprint Add(string text)
    {
        foreach (var octet in Encoding.UTF8.GetBytes(text))
        {
            _value = (_value ^ octet) * Prime;
        }

        return Add((ulong)text.Length);
    }

    /// <summary>Adds a number.</summary>
    public Fingerprint Add(ulong number)
    {
        Span<byte> octets = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(octets, number);
        foreach (var octet in octets)
        {
            _value = (_value ^ octet) * Prime;
        }

        return this;
    }

    /// <summary>Adds the fingerprints of the operands in order.</summary>
    public Fingerprint Add(ReadOnlySpan<Expr> operands)
    {
        foreach (var operand in operands)
        {
            Add(operand.Fingerprint);
        }

        return this;
    }
}
