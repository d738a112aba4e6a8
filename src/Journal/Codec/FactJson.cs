using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AkkaAuction.Journal.Codec;

/// <summary>
/// Writes a fact's body: one flat JSON object, its fields in a fixed order, so that the same fact is the same bytes every time. Bidders
/// that are known persons stand there as their numbers (<see cref="People"/>); others, which the house itself has named, by name.
/// </summary>
internal sealed class BodyWriter : IDisposable
{
    private static readonly JsonWriterOptions Options =
        new() { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _bytes = new(256);
    private readonly Utf8JsonWriter _json;

    public BodyWriter() => _json = new Utf8JsonWriter(_bytes, Options);

    /// <summary>Whom names stand for.</summary>
    public People People { get; private set; } = null!;

    public Utf8JsonWriter Json => _json;

    public void Begin(People people)
    {
        People = people;
        _bytes.ResetWrittenCount();
        _json.Reset();
        _json.WriteStartObject();
    }

    /// <summary>The body's bytes, good until the next one begins.</summary>
    public ReadOnlySpan<byte> End()
    {
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();

    public BodyWriter Long(ReadOnlySpan<byte> key, long value)
    {
        _json.WriteNumber(key, value);
        return this;
    }

    public BodyWriter LongOrNull(ReadOnlySpan<byte> key, long? value)
    {
        if (value is { } number) _json.WriteNumber(key, number);
        else _json.WriteNull(key);
        return this;
    }

    public BodyWriter Bool(ReadOnlySpan<byte> key, bool value)
    {
        _json.WriteBoolean(key, value);
        return this;
    }

    public BodyWriter Text(ReadOnlySpan<byte> key, string? value)
    {
        _json.WriteString(key, value);
        return this;
    }

    /// <summary>A length of time: <c>00:01:00</c>.</summary>
    public BodyWriter Span(ReadOnlySpan<byte> key, TimeSpan value) => Text(key, value.ToString("c", CultureInfo.InvariantCulture));

    /// <summary>A bidder, a seller; null: nobody.</summary>
    public BodyWriter Person(ReadOnlySpan<byte> key, string? name)
    {
        if (name is null) _json.WriteNull(key);
        else if (People.TryNumber(name, out var number)) _json.WriteNumber(key, number);
        else _json.WriteString(key, name);
        return this;
    }

    /// <summary>A bidder in an array.</summary>
    public void PersonValue(string name)
    {
        if (People.TryNumber(name, out var number)) _json.WriteNumberValue(number);
        else _json.WriteStringValue(name);
    }

    public BodyWriter Time(ReadOnlySpan<byte> key, DateTimeOffset? time)
    {
        if (time is not { } at)
        {
            _json.WriteNull(key);
            return this;
        }
        Span<byte> text = stackalloc byte[FactTime.Length];
        FactTime.Write(at, text);
        _json.WriteString(key, text);
        return this;
    }
}

/// <summary>
/// Reads a fact's body strictly: the fields a version of a kind has, in their order, and nothing else. Whatever is not so is a damaged
/// journal.
/// </summary>
internal ref struct BodyReader
{
    private Utf8JsonReader _json;
    private readonly People _people;

    public BodyReader(ReadOnlySpan<byte> body, People people)
    {
        _json = new Utf8JsonReader(body);
        _people = people;
        Expect(JsonTokenType.StartObject);
    }

    public long Long(scoped ReadOnlySpan<byte> key)
    {
        Key(key);
        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var value) ? value : throw Wrong(key);
    }

    public int Int(scoped ReadOnlySpan<byte> key) =>
        Long(key) is >= int.MinValue and <= int.MaxValue and var value ? (int)value : throw Wrong(key);

    public long? LongOrNull(scoped ReadOnlySpan<byte> key)
    {
        Key(key);
        if (_json.TokenType == JsonTokenType.Null) return null;
        return _json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out var value) ? value : throw Wrong(key);
    }

    public bool Bool(scoped ReadOnlySpan<byte> key)
    {
        Key(key);
        return _json.TokenType switch { JsonTokenType.True => true, JsonTokenType.False => false, _ => throw Wrong(key) };
    }

    public string Text(scoped ReadOnlySpan<byte> key) => TextOrNull(key) ?? throw Wrong(key);

    public string? TextOrNull(scoped ReadOnlySpan<byte> key)
    {
        Key(key);
        return _json.TokenType is JsonTokenType.String or JsonTokenType.Null ? _json.GetString() : throw Wrong(key);
    }

    public TimeSpan Span(scoped ReadOnlySpan<byte> key) =>
        TimeSpan.TryParseExact(Text(key), "c", CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(key);

    public string Person(scoped ReadOnlySpan<byte> key) => PersonOrNull(key) ?? throw Wrong(key);

    public string? PersonOrNull(scoped ReadOnlySpan<byte> key)
    {
        Key(key);
        return _json.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => _people.Share(_json.GetString()!),
            JsonTokenType.Number when _json.TryGetInt32(out var number) => _people.NameOf(number),
            _ => throw Wrong(key),
        };
    }

    public DateTimeOffset Time(scoped ReadOnlySpan<byte> key) => TimeOrNull(key) ?? throw Wrong(key);

    public DateTimeOffset? TimeOrNull(scoped ReadOnlySpan<byte> key)
    {
        Key(key);
        if (_json.TokenType == JsonTokenType.Null) return null;
        return _json.TokenType == JsonTokenType.String && FactTime.TryRead(_json.ValueSpan, out var time) ? time : throw Wrong(key);
    }

    public TEnum Enum<TEnum>(scoped ReadOnlySpan<byte> key) where TEnum : struct, Enum => EnumOrNull<TEnum>(key) ?? throw Wrong(key);

    public TEnum? EnumOrNull<TEnum>(scoped ReadOnlySpan<byte> key) where TEnum : struct, Enum
    {
        if (TextOrNull(key) is not { } text) return null;
        return System.Enum.TryParse<TEnum>(text, out var value) && System.Enum.IsDefined(value) ? value : throw Wrong(key);
    }

    /// <summary>Moves to a field whose value the caller reads from <paramref name="json"/>, up to its last token.</summary>
    public void Inner(scoped ReadOnlySpan<byte> key, InnerRead read)
    {
        Key(key);
        read(ref _json);
    }

    public void End() => Expect(JsonTokenType.EndObject);

    private void Key(scoped ReadOnlySpan<byte> key)
    {
        Expect(JsonTokenType.PropertyName);
        if (!_json.ValueTextEquals(key)) throw Wrong(key);
        if (!_json.Read()) throw Wrong(key);
    }

    private void Expect(JsonTokenType type)
    {
        if (!_json.Read() || _json.TokenType != type) throw new FormatException($"its body has no {type} at byte {_json.TokenStartIndex}");
    }

    private static FormatException Wrong(scoped ReadOnlySpan<byte> key) => new($"its body has no such {Encoding.UTF8.GetString(key)}");
}

internal delegate void InnerRead(ref Utf8JsonReader json);

/// <summary>Times as they are stored: UTC, ISO 8601 with seven digits of the second, which is all a time has.</summary>
internal static class FactTime
{
    public const int Length = 28;

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    public static void Write(DateTimeOffset time, Span<byte> text)
    {
        // The round-trip format of a UTC time is this very text, and the fast way to it.
        if (!Utf8Formatter.TryFormat(time.UtcDateTime, text, out var written, new StandardFormat('O')) || written != Length)
            throw new InvalidOperationException($"{time} cannot be written.");
    }

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    public static bool TryRead(ReadOnlySpan<byte> text, out DateTimeOffset time)
    {
        time = default;
        if (text.Length != Length || text[^1] != (byte)'Z') return false;
        if (!Utf8Parser.TryParse(text, out DateTime utc, out var read, 'O') || read != Length) return false;
        time = new DateTimeOffset(utc.Ticks, TimeSpan.Zero);
        return true;
    }
}
