using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace AkkaAuction.Messages.Floor;

/// <summary>
/// Puts one line into a buffer: words, amounts, times, quoted text. What goes out can always be read back: nothing it writes holds a
/// line end or a control character, whatever a title or a name from another door holds.
/// </summary>
internal ref struct LineBuilder
{
    private const int SpanBytesMin = 256;

    // Characters that a bare field must not hold, because the reader would take them for its end, a quote or a key.
    private static readonly SearchValues<char> NotBare = SearchValues.Create(" \"=" + Controls());

    private static readonly SearchValues<char> NeedsEscape = SearchValues.Create("\"\\" + Controls());

    private readonly IBufferWriter<byte> _output;
    private Span<byte> _span;
    private int _used;

    public LineBuilder(IBufferWriter<byte> output, ReadOnlySpan<byte> verb)
    {
        _output = output;
        _span = output.GetSpan(SpanBytesMin);
        Raw(verb);
    }

    /// <summary>A space and a word.</summary>
    public void Field(ReadOnlySpan<byte> word)
    {
        Raw(" "u8);
        Raw(word);
    }

    /// <summary>A space and a name, an id, a token.</summary>
    public void Field(string word)
    {
        Raw(" "u8);
        Bare(word);
    }

    public void Field(long number)
    {
        Raw(" "u8);
        Number(number);
    }

    /// <summary>The space before a field that is written next.</summary>
    public void Space() => Raw(" "u8);

    /// <summary>A space and the bytes that begin a keyed field: <c>price=</c>.</summary>
    public void Key(ReadOnlySpan<byte> keyAndSign)
    {
        Raw(" "u8);
        Raw(keyAndSign);
    }

    /// <summary>A space, a key and its sign.</summary>
    public void Key(string name)
    {
        Field(name);
        Raw("="u8);
    }

    /// <summary>A length of time: <c>1500ms</c>.</summary>
    public void Milliseconds(long length)
    {
        Number(length);
        Raw("ms"u8);
    }

    /// <summary>A name, or <c>-</c> for none.</summary>
    public void BareOrNone(string? word)
    {
        if (string.IsNullOrEmpty(word)) Raw("-"u8);
        else Bare(word);
    }

    public void Number(long number)
    {
        Ensure(20);
        Utf8Formatter.TryFormat(number, _span[_used..], out var written);
        _used += written;
    }

    public void NumberOrNone(int? number)
    {
        if (number is { } known) Number(known);
        else Raw("-"u8);
    }

    /// <summary>An amount with all digits of its currency: <c>550.25</c>.</summary>
    /// <param name="minor">Minor units.</param>
    /// <param name="digits">Digits behind the point.</param>
    public void Amount(long minor, int digits)
    {
        Ensure(Rules.Money.Amount.TextMax);
        Rules.Money.Amount.TryFormat(minor, digits, _span[_used..], out var written);
        _used += written;
    }

    /// <summary>Sixteen hexadecimal digits.</summary>
    public void Hex(ulong number)
    {
        Ensure(16);
        Utf8Formatter.TryFormat(number, _span[_used..], out var written, new StandardFormat('x', 16));
        _used += written;
    }

    public void AmountOrNone(long? minor, int digits)
    {
        if (minor is { } amount) Amount(amount, digits);
        else Raw("-"u8);
    }

    /// <summary>A time as UTC, ISO 8601 with milliseconds: <c>2026-11-20T12:00:00.000Z</c>.</summary>
    public void Time(DateTimeOffset time)
    {
        Ensure(24);
        time.UtcDateTime.TryFormat(_span[_used..], out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'");
        _used += written;
    }

    public void TimeOrNone(DateTimeOffset? time)
    {
        if (time is { } at) Time(at);
        else Raw("-"u8);
    }

    /// <summary>Text in double quotes, escaped; a control character becomes a question mark.</summary>
    public void Quoted(string text)
    {
        Raw("\""u8);
        if (!text.AsSpan().ContainsAny(NeedsEscape))
        {
            Ensure(Encoding.UTF8.GetMaxByteCount(text.Length));
            _used += Encoding.UTF8.GetBytes(text, _span[_used..]);
            Raw("\""u8);
            return;
        }
        foreach (var rune in text.EnumerateRunes())
        {
            Ensure(5);
            if (rune.Value is '"' or '\\') _span[_used++] = (byte)'\\';
            _used += (Rune.IsControl(rune) ? new Rune('?') : rune).EncodeToUtf8(_span[_used..]);
        }
        Raw("\""u8);
    }

    /// <summary>Text as one field: bare where that reads back as the same text, in quotes elsewhere.</summary>
    public void BareOrQuoted(string text)
    {
        if (text.Length == 0 || text.AsSpan().ContainsAny(NotBare)) Quoted(text);
        else Bare(text);
    }

    /// <summary>Ends the line and hands it over.</summary>
    public void End()
    {
        Raw("\n"u8);
        _output.Advance(_used);
        _span = default;
        _used = 0;
    }

    private void Bare(string word)
    {
        if (word.Length == 0)
        {
            Raw("-"u8);
            return;
        }
        Ensure(Encoding.UTF8.GetMaxByteCount(word.Length));
        if (!word.AsSpan().ContainsAny(NotBare))
        {
            _used += Encoding.UTF8.GetBytes(word, _span[_used..]);
            return;
        }
        foreach (var rune in word.EnumerateRunes())
        {
            var bare = rune.IsBmp && NotBare.Contains((char)rune.Value) ? new Rune('_') : rune;
            _used += bare.EncodeToUtf8(_span[_used..]);
        }
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        Ensure(bytes.Length);
        bytes.CopyTo(_span[_used..]);
        _used += bytes.Length;
    }

    private void Ensure(int bytes)
    {
        if (_span.Length - _used >= bytes) return;
        _output.Advance(_used);
        _used = 0;
        _span = _output.GetSpan(Math.Max(bytes, SpanBytesMin));
    }

    private static string Controls() =>
        new([.. Enumerable.Range(0, 0xA0).Select(code => (char)code).Where(char.IsControl)]);
}
