using System.Text;

namespace AkkaAuction.Messages.Floor;

/// <summary>
/// Walks over the fields behind a verb, without copying: one space before each, bare words, <c>key=value</c>, and text in double
/// quotes. Both parsers use it, so requests and replies share one syntax.
/// </summary>
internal ref struct FieldReader
{
    private ReadOnlySpan<byte> _rest;

    /// <param name="rest">What follows the verb: empty, or beginning with the space before the first field.</param>
    public FieldReader(ReadOnlySpan<byte> rest) => _rest = rest;

    /// <summary>The reason why the walk ended early; null when it ended with the line.</summary>
    public string? Fault { get; private set; }

    /// <summary>The next field; false at the line's end and at a fault.</summary>
    public bool TryNext(out Field field)
    {
        field = default;
        if (_rest.IsEmpty) return false;
        var text = _rest[1..];
        if (text.IsEmpty) return Fail(Reasons.TrailingSpace);
        if (text[0] == ' ') return Fail(text.ContainsAnyExcept((byte)' ') ? Reasons.DoubleSpace : Reasons.TrailingSpace);
        if (text[0] == '"') return TryQuoted(text, keyLength: 0, out field);

        var end = text.IndexOf((byte)' ');
        var word = end < 0 ? text : text[..end];
        var keyLength = KeyLength(word);
        if (keyLength > 0 && keyLength + 1 < word.Length && word[keyLength + 1] == '"') return TryQuoted(text, keyLength, out field);
        field = keyLength > 0
            ? new Field(word[..keyLength], word[(keyLength + 1)..], quoted: false)
            : new Field(default, word, quoted: false);
        _rest = text[word.Length..];
        return true;
    }

    private bool TryQuoted(ReadOnlySpan<byte> text, int keyLength, out Field field)
    {
        field = default;
        var start = keyLength == 0 ? 1 : keyLength + 2;
        var at = start;
        while (true)
        {
            if (at >= text.Length) return Fail(Reasons.OpenQuote);
            if (text[at] == '"') break;
            if (text[at] == '\\')
            {
                if (at + 1 >= text.Length) return Fail(Reasons.OpenQuote);
                if (text[at + 1] is not ((byte)'"' or (byte)'\\')) return Fail(Reasons.BadEscape);
                at++;
            }
            at++;
        }
        if (at + 1 < text.Length && text[at + 1] != ' ') return Fail(Reasons.TextBehindQuote);
        field = new Field(text[..keyLength], text[start..at], quoted: true);
        _rest = text[(at + 1)..];
        return true;
    }

    private bool Fail(string reason)
    {
        Fault = reason;
        _rest = default;
        return false;
    }

    // A key is a letter followed by letters, digits, - or _. Anything else before an = (a token, an amount) is no key.
    private static int KeyLength(ReadOnlySpan<byte> word)
    {
        var at = word.IndexOf((byte)'=');
        if (at <= 0 || !char.IsAsciiLetter((char)word[0])) return 0;
        foreach (var symbol in word[..at])
        {
            if (!char.IsAsciiLetterOrDigit((char)symbol) && symbol is not ((byte)'-' or (byte)'_')) return 0;
        }
        return at;
    }
}

/// <summary>One field of a line, as spans into it.</summary>
internal readonly ref struct Field
{
    public Field(ReadOnlySpan<byte> key, ReadOnlySpan<byte> raw, bool quoted)
    {
        Key = key;
        Raw = raw;
        IsQuoted = quoted;
    }

    /// <summary>The key of <c>key=value</c>; empty for a positional field.</summary>
    public ReadOnlySpan<byte> Key { get; }

    /// <summary>The value; for quoted text the characters between the quotes, with escapes.</summary>
    public ReadOnlySpan<byte> Raw { get; }

    public bool IsQuoted { get; }

    public bool IsKeyed => !Key.IsEmpty;

    /// <summary>The value as text, escapes resolved.</summary>
    public string Text() => Text(Raw, IsQuoted);

    public static string Text(ReadOnlySpan<byte> raw, bool quoted)
    {
        if (!quoted || !raw.Contains((byte)'\\')) return Encoding.UTF8.GetString(raw);
        var unescaped = new byte[raw.Length];
        var length = 0;
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] == '\\') at++;
            unescaped[length++] = raw[at];
        }
        return Encoding.UTF8.GetString(unescaped.AsSpan(0, length));
    }
}
