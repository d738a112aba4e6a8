using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Messages.Floor;

/// <summary>
/// Finds the fields of one line of the house by position or by key. Each look-up walks the line again: lines are short, a client reads few
/// fields, and a newer house may add any number of fields. <see cref="IsBroken"/> records a missing or wrong field, so that the parser
/// checks once, at the end of the line.
/// </summary>
internal ref struct ReplyFields
{
    private readonly ReadOnlySpan<byte> _rest;

    public ReplyFields(ReadOnlySpan<byte> rest)
    {
        _rest = rest;
        var fields = new FieldReader(rest);
        while (fields.TryNext(out var field))
        {
            if (!field.IsKeyed) Count++;
        }
        IsBroken = fields.Fault is not null;
    }

    /// <summary>Positional fields.</summary>
    public int Count { get; }

    public bool IsBroken { get; private set; }

    /// <summary>
    /// Digits behind the point of the line's amounts: set before they are read, or as many as the first one has; null: it has none.
    /// </summary>
    public byte? Digits { get; set; }

    public ReadOnlySpan<byte> Raw(int place) => TryAt(place, out var field) ? field.Raw : Break();

    public string Text(int place) => TryAt(place, out var field) ? field.Text() : Broken("");

    public string Text(ReadOnlySpan<byte> key) => TryKeyed(key, out var field) ? field.Text() : Broken("");

    /// <summary>The text of a field; null when there is none.</summary>
    public string? TextOrNone(ReadOnlySpan<byte> key) => TryKeyed(key, out var field) ? field.Text() : null;

    /// <summary>A name; null when the field says <c>-</c>.</summary>
    public string? NameOrNone(ReadOnlySpan<byte> key) => Text(key) is var name && name == "-" ? null : name;

    public long Long(int place) => Number(Raw(place));

    public int Int(int place) => Narrow(Long(place));

    public int Int(ReadOnlySpan<byte> key) => Narrow(Number(Keyed(key)));

    public int? IntOrNone(ReadOnlySpan<byte> key)
    {
        var raw = Keyed(key);
        return raw.SequenceEqual("-"u8) ? null : Narrow(Number(raw));
    }

    /// <summary>An amount, minor units.</summary>
    public long Amount(int place) => ToAmount(Raw(place));

    public long Amount(ReadOnlySpan<byte> key) => ToAmount(Keyed(key));

    public long? AmountOrNone(ReadOnlySpan<byte> key)
    {
        var raw = Keyed(key);
        return raw.SequenceEqual("-"u8) ? null : ToAmount(raw);
    }

    /// <summary>0 when there is no such field.</summary>
    public long AmountOrZero(ReadOnlySpan<byte> key) => TryKeyed(key, out var field) ? ToAmount(field.Raw) : 0;

    /// <summary>Whether there is such a field with this value.</summary>
    public bool Has(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value) => TryKeyed(key, out var field) && field.Raw.SequenceEqual(value);

    /// <summary>Hexadecimal digits; 0 when there is no such field.</summary>
    public ulong HexOrNone(ReadOnlySpan<byte> key)
    {
        if (!TryKeyed(key, out var field)) return 0;
        return Utf8Parser.TryParse(field.Raw, out ulong number, out var length, 'x') && length == field.Raw.Length ? number : Broken(0UL);
    }

    public DateTimeOffset Time(ReadOnlySpan<byte> key) => TimeOrNone(key) ?? Broken(default(DateTimeOffset));

    public DateTimeOffset? TimeOrNone(ReadOnlySpan<byte> key)
    {
        var raw = Keyed(key);
        if (raw.SequenceEqual("-"u8)) return null;
        return DateTimeOffset.TryParseExact(
            Encoding.UTF8.GetString(raw), "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : Broken(default(DateTimeOffset));
    }

    /// <summary>Fields of the lot's form; null if the line has none.</summary>
    public ShownFields? Shown(ImmutableArray<ShownField> known)
    {
        if (known.IsEmpty) return null;
        var shown = ImmutableArray.CreateBuilder<ShownField>(known.Length);
        foreach (var field in known)
        {
            var key = Encoding.UTF8.GetBytes(field.Name);
            if (!TryKeyed(key, out var found)) continue;
            if (field.Kind is ShownKind.Name or ShownKind.Word)
            {
                shown.Add(field with { Text = Text(key) });
                continue;
            }
            shown.Add(field with
            {
                Value = field.Kind switch
                {
                    ShownKind.Amount => ToAmount(found.Raw),
                    ShownKind.Length when found.Raw.EndsWith("ms"u8) => Number(found.Raw[..^2]),
                    ShownKind.Number => Number(found.Raw),
                    ShownKind.Time => Time(key).ToUnixTimeMilliseconds(),
                    _ => Broken(0L),
                },
            });
        }
        return shown.Count == 0 ? null : new ShownFields(shown.DrainToImmutable());
    }

    /// <summary>Records a value that parses but makes no sense.</summary>
    public void Fail() => IsBroken = true;

    public ReadOnlySpan<byte> Keyed(ReadOnlySpan<byte> key) => TryKeyed(key, out var field) ? field.Raw : Break();

    private bool TryAt(int place, out Field found)
    {
        var fields = new FieldReader(_rest);
        while (fields.TryNext(out found))
        {
            if (!found.IsKeyed && place-- == 0) return true;
        }
        return false;
    }

    private bool TryKeyed(ReadOnlySpan<byte> key, out Field found)
    {
        var fields = new FieldReader(_rest);
        while (fields.TryNext(out found))
        {
            if (found.Key.SequenceEqual(key)) return true;
        }
        return false;
    }

    private long Number(ReadOnlySpan<byte> raw) =>
        Utf8Parser.TryParse(raw, out long number, out var length) && length == raw.Length ? number : Broken(0L);

    private int Narrow(long number) => number is >= int.MinValue and <= int.MaxValue ? (int)number : Broken(0);

    private long ToAmount(ReadOnlySpan<byte> raw)
    {
        if (!FloorAmount.TryParse(raw, out var minor, out var digits)) return Broken(0L);
        Digits ??= digits;
        if (digits > Digits) return Broken(0L);
        for (; digits < Digits; digits++)
        {
            if (minor > long.MaxValue / 10) return Broken(0L);
            minor *= 10;
        }
        return minor;
    }

    private ReadOnlySpan<byte> Break()
    {
        IsBroken = true;
        return default;
    }

    private T Broken<T>(T instead)
    {
        IsBroken = true;
        return instead;
    }
}
