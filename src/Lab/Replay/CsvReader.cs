using System.Globalization;
using System.Text;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// Reads comma-separated text (RFC 4180) record by record: quoted fields with doubled quotes, commas and line ends in them, any line end,
/// a byte order mark, empty lines skipped. The record is read into one buffer that is used again, so a file of any length is read in
/// the memory of its longest record, and a quote that never ends is a fault, not a file in memory.
/// </summary>
public sealed class CsvReader : IDisposable
{
    /// <summary>Longest record taken, characters.</summary>
    public const int RecordMax = 65_536;

    private readonly string _file;
    private readonly StreamReader _text;
    private readonly char[] _read = new char[32_768];
    private readonly List<int> _ends = [];
    private char[] _record = new char[1_024];
    private int _length;
    private int _at;
    private int _filled;
    private long _linesEnded;
    private bool _begun;

    /// <param name="file">What messages call it.</param>
    /// <param name="utf8">Closed with the reader.</param>
    public CsvReader(string file, Stream utf8)
    {
        _file = file;
        _text = new StreamReader(utf8, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, 65_536);
    }

    /// <summary>The line on which the current record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Fields of the current record.</summary>
    public int FieldCount => _ends.Count;

    /// <summary>A field of the current record, unquoted; good until the next <see cref="Read"/>.</summary>
    public ReadOnlySpan<char> Field(int index)
    {
        var start = index is 0 ? 0 : _ends[index - 1];
        return _record.AsSpan(start, _ends[index] - start);
    }

    /// <summary>Goes to the next record that is not an empty line.</summary>
    /// <returns>Whether there was one.</returns>
    /// <exception cref="InputException">
    /// A quote that does not end, or is followed by something else; a record that is too long; not UTF-8.
    /// </exception>
    public bool Read()
    {
        while (true)
        {
            _ends.Clear();
            _length = 0;
            Line = _linesEnded + 1;
            if (Peek() < 0) return false;
            ReadFields();
            if (_ends.Count > 1 || _length > 0) return true;
        }
    }

    public void Dispose() => _text.Dispose();

    private void ReadFields()
    {
        while (true)
        {
            var last = Peek() is '"' ? ReadQuoted() : ReadPlain();
            _ends.Add(_length);
            if (last) return;
        }
    }

    // Both leave the reader behind the comma or the line end, and say whether it was the record's last field.
    private bool ReadPlain()
    {
        while (true)
        {
            var c = Next();
            if (c is ',') return false;
            if (EndsLine(c)) return true;
            Append((char)c);
        }
    }

    private bool ReadQuoted()
    {
        Next();
        while (true)
        {
            var c = Next();
            if (c < 0) throw Fault("the quoted field is not ended; a quote is missing.");
            if (c is not '"')
            {
                if (c is '\n' || (c is '\r' && Peek() is not '\n')) _linesEnded++;
                Append((char)c);
                continue;
            }
            if (Peek() is '"')
            {
                Append((char)Next());
                continue;
            }
            var behind = Next();
            if (behind is ',') return false;
            if (EndsLine(behind)) return true;
            throw Fault("a quoted field is followed by text; a comma or the end of the line is wanted (a quote inside is written twice).");
        }
    }

    private bool EndsLine(int c)
    {
        if (c is not (< 0 or '\n' or '\r')) return false;
        if (c is '\r' && Peek() is '\n') Next();
        _linesEnded++;
        return true;
    }

    private void Append(char c)
    {
        if (_length == _record.Length)
        {
            if (_length >= RecordMax) throw Fault($"the record is longer than {RecordMax} characters; is a quote missing?");
            Array.Resize(ref _record, _length * 2);
        }
        _record[_length++] = c;
    }

    private int Peek()
    {
        if (_at == _filled) Fill();
        return _at < _filled ? _read[_at] : -1;
    }

    private int Next()
    {
        if (_at == _filled) Fill();
        return _at < _filled ? _read[_at++] : -1;
    }

    private void Fill()
    {
        try
        {
            _filled = _text.Read(_read, 0, _read.Length);
            _at = 0;
            if (!_begun && _filled > 0 && _read[0] is '\uFEFF') _at = 1;
            _begun = true;
        }
        catch (DecoderFallbackException e)
        {
            throw new InputException(
                string.Create(CultureInfo.InvariantCulture, $"{_file}, behind line {_linesEnded + 1}: the text is not UTF-8."), e);
        }
        catch (IOException e)
        {
            throw new InputException($"{_file} cannot be read any further: {e.Message}", e);
        }
    }

    private InputException Fault(string what) => new(string.Create(CultureInfo.InvariantCulture, $"{_file}, line {Line}: {what}"));
}
