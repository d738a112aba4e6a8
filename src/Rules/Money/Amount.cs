using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;

namespace AkkaAuction.Rules.Money;

/// <summary>
/// Amounts as people and doors write them: decimal with a point, no sign, no exponent, at most the currency's digits behind the point. In
/// here they are <see langword="long"/> minor units, so that nothing is ever rounded. Reading and writing go by spans and allocate nothing.
/// </summary>
public static class Amount
{
    /// <summary>
    /// The highest ceiling a lot may have, minor units: the sum of two amounts below it still fits a <see langword="long"/>.
    /// </summary>
    public const long MaxMinor = 4_000_000_000_000_000_000;

    /// <summary>The longest text <see cref="TryFormat"/> writes: a sign, 19 digits and a point, or nine digits behind a zero.</summary>
    public const int TextMax = 21;

    private const int DigitsMax = 9;

    private static ReadOnlySpan<long> PowersOfTen =>
        [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000];

    /// <summary>Reads an amount from UTF-8. Never throws, whatever the bytes.</summary>
    /// <param name="text">For example <c>550</c>, <c>550.5</c>, <c>550.25</c>; a digit on each side of the point.</param>
    /// <param name="digits">Most digits behind the point, 0 to 9; with 0 there is no point either.</param>
    /// <param name="minor">Minor units; 0 unless the answer is <see cref="RejectionCode.None"/>.</param>
    /// <returns>
    /// <see cref="RejectionCode.None"/>, <see cref="RejectionCode.NotAnAmount"/>, or <see cref="RejectionCode.AboveCeiling"/> for
    /// what is written well but is more than <see cref="MaxMinor"/>. A lot's own ceiling is the lot's to check.
    /// </returns>
    public static RejectionCode Parse(ReadOnlySpan<byte> text, int digits, out long minor) => Read(text, digits, out minor);

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte}, int, out long)"/>
    public static RejectionCode Parse(ReadOnlySpan<char> text, int digits, out long minor) => Read(text, digits, out minor);

    /// <summary>All digits of the currency: <c>550.25</c>, <c>100.00</c>.</summary>
    /// <param name="minor">Minor units; a negative one (a balance, a loss) gets a sign.</param>
    /// <param name="digits">Digits behind the point, 0 to 9.</param>
    public static string Format(long minor, int digits) => ToText(minor, digits, brief: false);

    /// <summary>Without needless zeros behind the point: <c>550.25</c>, <c>550.5</c>, <c>100</c>.</summary>
    /// <inheritdoc cref="Format"/>
    public static string FormatShort(long minor, int digits) => ToText(minor, digits, brief: true);

    /// <summary>Writes <see cref="Format"/> as UTF-8.</summary>
    /// <returns>Whether <paramref name="to"/> had room; <see cref="TextMax"/> bytes always do.</returns>
    public static bool TryFormat(long minor, int digits, Span<byte> to, out int written) =>
        Write(minor, digits, brief: false, to, out written);

    /// <summary>
    /// The sum, or <see cref="long.MaxValue"/> on overflow: for a lowest bid, which may be out of reach.
    /// </summary>
    /// <param name="minor">Minor units, 0 or more.</param>
    /// <param name="stepMinor">Minor units, 0 or more.</param>
    internal static long PlusOrMax(long minor, long stepMinor) => minor > long.MaxValue - stepMinor ? long.MaxValue : minor + stepMinor;

    // One reader for bytes and chars: it compares both as numbers, and anything but an ASCII digit or point ends it.
    private static RejectionCode Read<T>(ReadOnlySpan<T> text, int digits, out long minor) where T : unmanaged
    {
        CheckDigits(digits);
        minor = 0;
        long value = 0;
        var fits = true;
        var behind = -1; // digits seen behind the point; -1 before it
        var seen = 0;
        foreach (var symbol in text)
        {
            int c = typeof(T) == typeof(byte) ? Unsafe.BitCast<T, byte>(symbol) : Unsafe.BitCast<T, char>(symbol);
            if (c == '.')
            {
                if (behind >= 0 || seen == 0 || digits == 0) return RejectionCode.NotAnAmount;
                behind = 0;
                continue;
            }
            var digit = c - '0';
            if ((uint)digit > 9) return RejectionCode.NotAnAmount;
            if (behind >= 0 && ++behind > digits) return RejectionCode.NotAnAmount;
            seen++;
            fits = fits && TryAppend(ref value, digit);
        }
        if (seen == 0 || behind == 0) return RejectionCode.NotAnAmount;
        for (var i = Math.Max(behind, 0); i < digits; i++) fits = fits && TryAppend(ref value, 0);
        if (!fits) return RejectionCode.AboveCeiling;
        minor = value;
        return RejectionCode.None;
    }

    private static bool TryAppend(ref long value, int digit)
    {
        if (value > (MaxMinor - digit) / 10) return false;
        value = value * 10 + digit;
        return true;
    }

    private static string ToText(long minor, int digits, bool brief)
    {
        Span<byte> text = stackalloc byte[TextMax];
        var wrote = Write(minor, digits, brief, text, out var written);
        Debug.Assert(wrote, "TextMax bytes hold every amount");
        return Encoding.ASCII.GetString(text[..written]);
    }

    private static bool Write(long minor, int digits, bool brief, Span<byte> to, out int written)
    {
        CheckDigits(digits);
        written = 0;
        var negative = minor < 0;
        var magnitude = negative ? (ulong)-(minor + 1) + 1 : (ulong)minor;
        var scale = (ulong)PowersOfTen[digits];
        var whole = magnitude / scale;
        var rest = magnitude % scale;
        var behind = digits;
        if (brief)
        {
            while (behind > 0 && rest % 10 == 0)
            {
                rest /= 10;
                behind--;
            }
        }
        var before = 1;
        for (var w = whole; w >= 10; w /= 10) before++;
        var length = (negative ? 1 : 0) + before + (behind > 0 ? 1 + behind : 0);
        if (to.Length < length) return false;

        var at = length - 1;
        if (behind > 0)
        {
            for (var i = 0; i < behind; i++, rest /= 10) to[at--] = (byte)('0' + rest % 10);
            to[at--] = (byte)'.';
        }
        for (var i = 0; i < before; i++, whole /= 10) to[at--] = (byte)('0' + whole % 10);
        if (negative) to[at] = (byte)'-';
        written = length;
        return true;
    }

    private static void CheckDigits(int digits)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(digits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, DigitsMax);
    }
}
