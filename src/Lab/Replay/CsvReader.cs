using System.Globalization;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// Reads comma-separated text (RFC 4180) record by record: quoted fields with doubled quotes, commas and line ends in them, any line end,
/// a byte order mark, empty lines skipped. The first line may show another separator (<see cref="FindSeparator"/>). The record is read into
/// one buffer that is used again, so a file of any length is read in the memory of its longest record, and a quote that never ends is a
/// fault, not a file in memory.
/// </summary>
public sealed class CsvReader : IDisposable
{
    /// <summary>Longest record taken, characters.</summary>
    public const int RecordMax = 65_536;

    // In this order where the first line has as many of one as of another.
    private const string Separators = ",;\t|";

    private readonly string _file;
    private readonly GivenText _text;
    private readonly char[] _read = new char[32_768];
    private readonly List<int> _ends = [];
    private char[] _record = new char[1_024];
    private int _length;
    private int _at;
    private int _filled;
    private long _linesEnded;

    /// <param name="file">What messages call it.</param>
    /// <param name="utf8">The text.</param>
    /// <param name="leaveOpen">Whether it stays open when the reader is closed.</param>
    public CsvReader(string file, Stream utf8, bool leaveOpen = false)
    {
        _file = file;
        _text = new GivenText(utf8, leaveOpen);
    }

    /// <summary>What stands between two fields.</summary>
    public char Separator { get; private set; } = ',';

    /// <summary>
    /// Before the first record: takes for the separator what the first line has most of, of comma, semicolon, tab and bar; a line
    /// <c>sep=;</c>, as spreadsheets write it, names one and is no record.
    /// </summary>
    public void FindSeparator()
    {
        const string Named = "sep=";
        Peek();
        var read = _read.AsSpan(_at, _filled - _at);
        var line = read.IndexOfAny('\r', '\n') is >= 0 and var end ? read[..end] : read;
        if (line.Length == Named.Length + 1 && line.StartsWith(Named, StringComparison.OrdinalIgnoreCase))
        {
            Separator = line[^1];
            // As one field of the separator's own line.
            while (!EndsLine(Next())) { }
            return;
        }
        var most = 0;
        foreach (var candidate in Separators)
        {
            var count = 0;
            var isQuoted = false;
            foreach (var c in line)
            {
                if (c == '"') isQuoted = !isQuoted;
                else if (c == candidate && !isQuoted) count++;
            }
            if (count > most) (most, Separator) = (count, candidate);
        }
    }

    /// <summary>The line on which the current record begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>What is wrong with the current record, which ends with its line then; null: nothing.</summary>
    public string? Broken { get; private set; }

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
    /// A quote that does not end; a record that is too long; not UTF-8.
    /// </exception>
    public bool Read()
    {
        while (true)
        {
            _ends.Clear();
            Broken = null;
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

    // Both leave the reader behind the separator or the line end, and say whether it was the record's last field.
    private bool ReadPlain()
    {
        while (true)
        {
            var c = Next();
            if (c == Separator) return false;
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
            if (behind == Separator) return false;
            if (EndsLine(behind)) return true;
            Broken = Place(
                "a quoted field is followed by text; a separator or the end of the line is wanted (a quote inside is written twice).");
            while (!EndsLine(Next())) { }
            return true;
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
            _filled = _text.Read(_read);
            _at = 0;
        }
        catch (GivenTextException e)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture, $"{_file}, line {e.Line}: {e.Message}."), e);
        }
        catch (IOException e)
        {
            throw new InputException($"{_file} cannot be read any further: {e.Message}", e);
        }
    }

    private InputException Fault(string what) => new(Place(what));

    private string Place(string what) => string.Create(CultureInfo.InvariantCulture, $"{_file}, line {Line}: {what}");
}
