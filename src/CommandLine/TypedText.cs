using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace AkkaAuction.CommandLine;

/// <summary>
/// Reads what somebody types or pipes in, line by line. A line that is not UTF-8, holds a NUL or is too long is named and left out, and the
/// next one is read: no house gets a bid or a name with replacement characters in it. One thread at a time reads.
/// </summary>
/// <param name="from">The bytes.</param>
/// <param name="tell">Gets a sentence for each line that is left out.</param>
public sealed class TypedText(Stream from, Action<string> tell) : TextReader
{
    /// <summary>Longer than any house takes.</summary>
    public const int BytesMax = 16 * 1024;

    private readonly byte[] _bytes = new byte[4 * 1024];
    private readonly ArrayBufferWriter<byte> _line = new();
    private int _at;
    private int _filled;
    private long _number;
    private bool _endedByReturn;
    private bool _isTooLong;

    /// <summary>Whether a line was left out.</summary>
    public bool HasFaults { get; private set; }

    public override string? ReadLine()
    {
        while (Take())
        {
            _number++;
            if (Fault(_line.WrittenSpan) is not { } fault)
            {
                var bytes = _line.WrittenSpan;
                return Encoding.UTF8.GetString(_number == 1 && bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[3..] : bytes);
            }
            HasFaults = true;
            tell($"line {_number.ToString(CultureInfo.InvariantCulture)} of the input is left out: {fault}.");
        }
        return null;
    }

    // What is wrong with a line; null: nothing.
    private string? Fault(ReadOnlySpan<byte> line)
    {
        if (_isTooLong) return $"it is longer than {BytesMax} bytes";
        if (line.IndexOf((byte)0) >= 0) return "the byte 00 is no text";
        Span<char> decoded = stackalloc char[256];
        while (!line.IsEmpty)
        {
            if (Utf8.ToUtf16(line, decoded, out var read, out _, replaceInvalidSequences: false) == OperationStatus.InvalidData)
                return $"the byte {line[read].ToString("X2", CultureInfo.InvariantCulture)} is not UTF-8";
            line = line[read..];
        }
        return null;
    }

    // The next line, without its end; false at the end of the input.
    private bool Take()
    {
        _line.ResetWrittenCount();
        _isTooLong = false;
        while (true)
        {
            if (_at == _filled)
            {
                (_at, _filled) = (0, from.Read(_bytes));
                if (_filled == 0) return _line.WrittenCount > 0 || _isTooLong;
            }
            if (_endedByReturn && _bytes[_at] == '\n') _at++;
            _endedByReturn = false;
            var rest = _bytes.AsSpan(_at, _filled - _at);
            var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
            Keep(end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                _at = _filled;
                continue;
            }
            _endedByReturn = rest[end] == '\r';
            _at += end + 1;
            return true;
        }
    }

    private void Keep(ReadOnlySpan<byte> part)
    {
        _isTooLong |= _line.WrittenCount + part.Length > BytesMax;
        if (!_isTooLong) _line.Write(part);
    }
}
