using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal.Snapshots;

/// <summary>
/// Writes a snapshot's lines: each a word and a flat JSON object, like a fact's kind and body. The hash of all of them goes last.
/// </summary>
/// <param name="to">Where to; left open.</param>
/// <param name="people">Whom names stand for: a snapshot, like a fact, holds numbers.</param>
internal sealed class SnapshotWriter(Stream to, People people) : IDisposable
{
    private const int FlushBytes = 1 << 16;

    private readonly ArrayBufferWriter<byte> _waiting = new(FlushBytes * 2);
    private readonly BodyWriter _body = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Begins a line; <see cref="End"/> ends it.</summary>
    public BodyWriter Line(ReadOnlySpan<byte> kind)
    {
        Put(kind);
        Put(" "u8);
        _body.Begin(people);
        return _body;
    }

    public void End()
    {
        Put(_body.End());
        Put("\n"u8);
    }

    /// <summary>A fact in its own words: its time, its kind and its body.</summary>
    public void Fact(ReadOnlySpan<byte> kind, object fact, DateTimeOffset at)
    {
        var text = FactCodec.Encode(fact, at, people);
        if (text.NewReferences.Count > 0) throw new ArgumentException($"{fact.GetType().Name} refers to something new.", nameof(fact));
        Put(kind);
        Put(" "u8);
        Put(text.Time);
        Put(" "u8);
        Put(text.Kind);
        Put(" "u8);
        Put(text.Body);
        Put("\n"u8);
    }

    /// <summary>Bytes as they are.</summary>
    public void Put(ReadOnlySpan<byte> bytes)
    {
        _waiting.Write(bytes);
        if (_waiting.WrittenCount >= FlushBytes) Flush();
    }

    /// <summary>Nothing follows.</summary>
    /// <returns>The hash of everything.</returns>
    public byte[] Finish()
    {
        Flush();
        return _hash.GetHashAndReset();
    }

    private void Flush()
    {
        _hash.AppendData(_waiting.WrittenSpan);
        to.Write(_waiting.WrittenSpan);
        _waiting.ResetWrittenCount();
    }

    public void Dispose()
    {
        _body.Dispose();
        _hash.Dispose();
    }
}

/// <summary>Reads a snapshot's lines, one after the other.</summary>
/// <param name="text">The lines, without the first and the last of the file.</param>
/// <param name="references">The persons and catalogues that facts refer to.</param>
/// <param name="factOf">Reads the stored fact at a place.</param>
internal sealed class SnapshotReader(ReadOnlyMemory<byte> text, ReferenceData references, Func<long, object> factOf)
{
    private int _next;
    private int _from;
    private int _space;
    private int _end;

    public People People => references.People;

    /// <summary>Moves to the next line; false: there is none.</summary>
    /// <exception cref="FormatException">It is no line.</exception>
    public bool Next()
    {
        if (_next >= text.Length) return false;
        _from = _next;
        var line = text.Span[_from..];
        var (space, end) = (line.IndexOf((byte)' '), line.IndexOf((byte)'\n'));
        if (space < 0 || end < space) throw new FormatException("a line of it is none");
        (_space, _end) = (_from + space, _from + end);
        _next = _end + 1;
        return true;
    }

    /// <summary>Steps back, so that <see cref="Next"/> comes to this line again.</summary>
    public void Again() => _next = _from;

    /// <summary>The line's first word.</summary>
    public ReadOnlySpan<byte> Kind => text.Span[_from.._space];

    /// <summary>The line's object, to be read from its first field to its last.</summary>
    public BodyReader Body() => new(text.Span[(_space + 1).._end], references.People);

    /// <summary>The line's fact, with its time.</summary>
    public (object Fact, DateTimeOffset At) Fact()
    {
        var rest = text.Span[(_space + 1).._end];
        var kindFrom = FactTime.Length + 1;
        var kindLength = rest.Length > kindFrom ? rest[kindFrom..].IndexOf((byte)' ') : -1;
        if (kindLength < 0 || !FactTime.TryRead(rest[..FactTime.Length], out var at)) throw new FormatException("a fact in it is none");
        return (FactCodec.Decode(rest.Slice(kindFrom, kindLength), at, rest[(kindFrom + kindLength + 1)..], references), at);
    }

    /// <summary>The fact that is stored at a place: for what is too long to be kept twice.</summary>
    public object FactOf(long place) => factOf(place);

    /// <summary>A number in an array.</summary>
    public static long Long(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value) ? value
            : throw new FormatException("an array in it has no number where it should");

    /// <inheritdoc cref="Long"/>
    public static ulong ULong(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.Number && json.TryGetUInt64(out var value) ? value
            : throw new FormatException("an array in it has no number where it should");

    /// <summary>A text in an array.</summary>
    public static string Text(ref Utf8JsonReader json) =>
        json.Read() && json.TokenType == JsonTokenType.String ? json.GetString()!
            : throw new FormatException("an array in it has no text where it should");

    /// <summary>The next value in an array is a number; false: the array is over.</summary>
    public static bool TryLong(ref Utf8JsonReader json, out long value)
    {
        value = 0;
        if (!json.Read() || json.TokenType == JsonTokenType.EndArray) return false;
        value = json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var number) ? number
            : throw new FormatException("an array in it has no number where it should");
        return true;
    }

    /// <summary>The next value in an array is a person; false: the array is over.</summary>
    public bool TryPerson(ref Utf8JsonReader json, out string name)
    {
        name = "";
        if (!json.Read() || json.TokenType == JsonTokenType.EndArray) return false;
        name = json.TokenType switch
        {
            JsonTokenType.Number when json.TryGetInt32(out var number) => references.People.NameOf(number),
            JsonTokenType.String => references.People.Share(json.GetString()!),
            _ => throw new FormatException("an array in it has nobody where it should"),
        };
        return true;
    }

    /// <summary>The next value in an array is a text; false: the array is over.</summary>
    public static bool TryText(ref Utf8JsonReader json, out string text)
    {
        text = "";
        if (!json.Read() || json.TokenType == JsonTokenType.EndArray) return false;
        text = json.TokenType == JsonTokenType.String ? json.GetString()!
            : throw new FormatException("an array in it has no text where it should");
        return true;
    }
}
