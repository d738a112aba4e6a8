using System.Globalization;
using System.Text.Json;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Journal.Codec;

/// <summary>
/// Writes the terms that only one form has into a lot's object: amounts as <c>nameMinor</c>, nothing where there is none.
/// </summary>
internal sealed class TermWriter(Utf8JsonWriter json) : ITermFields
{
    public long Amount(string name, long? value, long minMinor)
    {
        json.WriteNumber(name + "Minor", value!.Value);
        return value.Value;
    }

    public long? AmountFromStart(string name, long? value)
    {
        if (value is { } amount) json.WriteNumber(name + "Minor", amount);
        return value;
    }

    public long? AmountUpToStart(string name, long? value) => AmountFromStart(name, value);

    public TimeSpan Length(string name, TimeSpan? value, TimeSpan min)
    {
        json.WriteString(name, value!.Value.ToString("c", CultureInfo.InvariantCulture));
        return value.Value;
    }

    public IncrementTable Increments(IncrementTable value, string name)
    {
        json.WriteStartArray(name + "s");
        foreach (var row in value.Rows)
        {
            json.WriteNumberValue(row.BelowMinor);
            json.WriteNumberValue(row.StepMinor);
        }
        json.WriteEndArray();
        if (value.PercentHundredths > 0) json.WriteNumber(name + "PercentHundredths", value.PercentHundredths);
        return value;
    }

    public int Count(string name, int? value, int min, int max)
    {
        json.WriteNumber(name, value!.Value);
        return value.Value;
    }

    // Left out where it is the first: a term that came later reads from older journals as what it was before.
    public TEnum Choice<TEnum>(string name, TEnum value) where TEnum : struct, Enum =>
        EqualityComparer<TEnum>.Default.Equals(value, default) ? value : Kept(name, value);

    public bool Flag(string name, bool value)
    {
        if (value) json.WriteBoolean(name, value);
        return value;
    }

    public TimeSpan? LengthOrNone(string name, TimeSpan? value, TimeSpan min) =>
        value is { } length ? Length(name, length, min) : null;

    public TEnum? ChoiceOrNone<TEnum>(string name, TEnum? value) where TEnum : struct, Enum =>
        value is { } choice ? Kept(name, choice) : null;

    public int? CountOrNone(string name, int? value, int min, int max) => value is { } count ? Count(name, count, min, max) : null;

    public long? Kept(string name, long? value)
    {
        if (value is { } number) json.WriteNumber(name, number);
        return value;
    }

    public TEnum Kept<TEnum>(string name, TEnum value) where TEnum : struct, Enum
    {
        json.WriteString(name, value.ToString());
        return value;
    }
}

/// <summary>Reads them back; the values it is given are a blank's, and count for nothing.</summary>
internal sealed class TermReader(JsonElement lot) : ITermFields
{
    public long Amount(string name, long? value, long minMinor) => lot.GetProperty(name + "Minor").GetInt64();

    public long? AmountFromStart(string name, long? value) => Kept(name + "Minor", null);

    public long? AmountUpToStart(string name, long? value) => Kept(name + "Minor", null);

    public TimeSpan Length(string name, TimeSpan? value, TimeSpan min) => CatalogueJson.Span(lot.GetProperty(name));

    public IncrementTable Increments(IncrementTable value, string name) => new(
        [.. lot.GetProperty(name + "s").EnumerateArray().Select(n => n.GetInt64()).Chunk(2).Select(r => new IncrementRow(r[0], r[1]))],
        checked((int)(Kept(name + "PercentHundredths", null) ?? 0)));

    public TEnum Choice<TEnum>(string name, TEnum value) where TEnum : struct, Enum =>
        lot.TryGetProperty(name, out _) ? Kept(name, value) : default;

    public bool Flag(string name, bool value) => lot.TryGetProperty(name, out var flag) && flag.GetBoolean();

    public int Count(string name, int? value, int min, int max) => lot.GetProperty(name).GetInt32();

    public TimeSpan? LengthOrNone(string name, TimeSpan? value, TimeSpan min) =>
        lot.TryGetProperty(name, out var length) ? CatalogueJson.Span(length) : null;

    public TEnum? ChoiceOrNone<TEnum>(string name, TEnum? value) where TEnum : struct, Enum =>
        lot.TryGetProperty(name, out var word) ? Enum.Parse<TEnum>(word.GetString()!) : null;

    public int? CountOrNone(string name, int? value, int min, int max) =>
        lot.TryGetProperty(name, out var count) ? count.GetInt32() : null;

    public long? Kept(string name, long? value) => lot.TryGetProperty(name, out var number) ? number.GetInt64() : null;

    public TEnum Kept<TEnum>(string name, TEnum value) where TEnum : struct, Enum => Enum.Parse<TEnum>(lot.GetProperty(name).GetString()!);
}
