using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace AkkaAuction.CommandLine;

/// <summary>
/// Reads the text of a file that a person gives, piece by piece. The text is UTF-8, with or without a byte order mark. Whatever is not is a
/// fault with its line, and never a replacement character: a title that is stored wrong stays wrong.
/// </summary>
public sealed class GivenText : IDisposable
{
    private readonly Stream _from;
    private readonly bool _leavesOpen;
    private readonly byte[] _bytes = new byte[64 * 1024];
    private int _at;
    private int _filled;
    private bool _hasBegun;
    private bool _hasEnded;

    /// <param name="from">The bytes.</param>
    /// <param name="leaveOpen">Whether they stay open when the reader is closed.</param>
    public GivenText(Stream from, bool leaveOpen = false) => (_from, _leavesOpen) = (from, leaveOpen);

    /// <summary>The line, from 1, of what is read next.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Reads characters.</summary>
    /// <param name="into">At least two: a character beyond the basic plane takes both.</param>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="GivenTextException">The text is not UTF-8, or holds a NUL, which no text does.</exception>
    public int Read(Span<char> into)
    {
        while (true)
        {
            if (!_hasBegun) Begin();
            var status = Utf8.ToUtf16(
                _bytes.AsSpan(_at, _filled - _at), into, out var read, out var written, replaceInvalidSequences: false, _hasEnded);
            _at += read;
            if (written > 0)
            {
                Count(into[..written]);
                return written;
            }
            switch (status)
            {
                case OperationStatus.InvalidData:
                    var found = _bytes[_at].ToString("X2", CultureInfo.InvariantCulture);
                    throw Fault($"the byte {found} is not UTF-8; save the file as UTF-8");
                case OperationStatus.DestinationTooSmall:
                    throw new ArgumentException("A character beyond the basic plane takes two.", nameof(into));
            }
            if (_hasEnded) return 0;
            Fill();
        }
    }

    /// <summary>Reads the rest as one text.</summary>
    /// <param name="from">Closed afterwards.</param>
    /// <exception cref="GivenTextException">The text is not UTF-8, or holds a NUL, which no text does.</exception>
    public static string ReadAll(Stream from)
    {
        using var reader = new GivenText(from);
        var text = new StringBuilder();
        var piece = new char[32 * 1024];
        for (int taken; (taken = reader.Read(piece)) > 0;) text.Append(piece, 0, taken);
        return text.ToString();
    }

    public void Dispose()
    {
        if (!_leavesOpen) _from.Dispose();
    }

    private void Begin()
    {
        const int LongestMark = 3;
        while (_filled < LongestMark && !_hasEnded) Fill();
        _hasBegun = true;
        var start = _bytes.AsSpan(0, _filled);
        if (start.StartsWith(Encoding.UTF8.Preamble)) _at = Encoding.UTF8.Preamble.Length;
        else if (start.StartsWith(Encoding.Unicode.Preamble) || start.StartsWith(Encoding.BigEndianUnicode.Preamble))
            throw Fault("the text is UTF-16; save the file as UTF-8");
    }

    private void Fill()
    {
        _bytes.AsSpan(_at, _filled - _at).CopyTo(_bytes);
        _filled -= _at;
        _at = 0;
        var taken = _from.Read(_bytes, _filled, _bytes.Length - _filled);
        _hasEnded = taken == 0;
        _filled += taken;
    }

    private void Count(ReadOnlySpan<char> text)
    {
        if (text.IndexOf('\0') is >= 0 and var nul)
        {
            Line += text[..nul].Count('\n');
            throw Fault("the byte 00 is no text; save the file as UTF-8");
        }
        Line += text.Count('\n');
    }

    private GivenTextException Fault(string why) => new(why, Line);
}

/// <summary>A file that a person gives is not the text that it must be.</summary>
/// <param name="message">What is wrong, and what to do; without a full stop.</param>
/// <param name="line">The line, from 1.</param>
public sealed class GivenTextException(string message, long line) : Exception(message)
{
    public long Line { get; } = line;
}
