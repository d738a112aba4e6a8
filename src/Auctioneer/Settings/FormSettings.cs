using System.Collections.Immutable;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Settings;

/// <summary>The house's settings, for the forms whose presets stand in them.</summary>
/// <param name="at">The value of a key.</param>
internal sealed class FormSettings(Func<string, ValueReader> at) : ISettingValues
{
    /// <summary>The longest time that a setting or a row may name.</summary>
    public static readonly TimeSpan LengthMax = TimeSpan.FromDays(365);

    public string OneOf(string key, params ReadOnlySpan<string> words) => at(key).OneOf(words);

    public long Whole(string key) => at(key).WholeLong(long.MinValue, long.MaxValue, "a whole number");

    public TimeSpan Length(string key, TimeSpan min) => at(key).Duration(min, LengthMax);
}

/// <summary>Reads the terms that only one form has from a catalogue's row; what the row leaves out stays as it is preset.</summary>
/// <param name="at">The value of a key; null: the row does not say it.</param>
/// <param name="needed">The value of a key that the row must say.</param>
/// <param name="currency">The lot's currency.</param>
/// <param name="startMinor">The lot's start price, minor units.</param>
/// <param name="ceilingMinor">The highest amount, minor units.</param>
internal sealed class RowTerms(
    Func<string, ValueReader?> at, Func<string, ValueReader> needed, Currency currency, long startMinor, long ceilingMinor) : ITermFields
{
    public long Amount(string name, long? value, long minMinor) =>
        at(name) is null && value is { } preset ? preset : needed(name).Amount(currency, minMinor, ceilingMinor);

    public long? AmountFromStart(string name, long? value) => at(name)?.Amount(currency, startMinor, ceilingMinor) ?? value;

    public long? AmountUpToStart(string name, long? value) => at(name)?.Amount(currency, 0, startMinor) ?? value;

    public TimeSpan Length(string name, TimeSpan? value, TimeSpan min) =>
        at(name) is null && value is { } preset ? preset : needed(name).Duration(min, FormSettings.LengthMax);

    public IncrementTable Increments(IncrementTable value, string name)
    {
        if (at(name + "s") is not { } table)
        {
            if (at(name) is not { } step) return value.In(currency);
            return step.Percent() is { } share ? IncrementTable.Percent(share) : IncrementTable.Flat(Step(step));
        }
        if (at(name) is not null) throw table.Wrong($"left out beside {name}: they exclude each other; write one of them");
        if (table.Is("ebay")) return IncrementTable.EBay.In(currency);
        return new IncrementTable([.. table.Elements("ebay, or a list like [ { below = 100, by = 1 }, { by = 5 } ]").Select(Row)]);
    }

    public int Count(string name, int? value, int min, int max) =>
        at(name) is null && value is { } preset ? preset : needed(name).Whole(min, max);

    public TEnum Choice<TEnum>(string name, TEnum value) where TEnum : struct, Enum => ChoiceOrNone<TEnum>(name, value)!.Value;

    public TimeSpan? LengthOrNone(string name, TimeSpan? value, TimeSpan min) => at(name)?.Duration(min, FormSettings.LengthMax) ?? value;

    public TEnum? ChoiceOrNone<TEnum>(string name, TEnum? value) where TEnum : struct, Enum =>
        at(name) is not { } word ? value : Enum.Parse<TEnum>(word.OneOf(Enum.GetNames<TEnum>().Select(Word).ToArray()), ignoreCase: true);

    public int? CountOrNone(string name, int? value, int min, int max) => at(name)?.Whole(min, max) ?? value;

    public bool Flag(string name, bool value) => at(name) is not { } word ? value : word.OneOf("true", "false") == "true";

    private static string Word(string name) => name.ToLowerInvariant();

    private IncrementRow Row(ValueReader row)
    {
        CatalogueReader.Known(row.Group, ["below", "by"], $"{row.Key}: ");
        ValueReader? At(string key) => row.Group.TryGetValue(key, out var field) ? new ValueReader($"{row.Key}.{key}", field.Value) : null;
        if (At("by") is not { } by) throw row.Wrong("a step: { below = 100, by = 1 }, without below in the last row");
        return new IncrementRow(At("below")?.Amount(currency, 1, ceilingMinor) ?? long.MaxValue, Step(by));
    }

    private long Step(ValueReader value) => value.Amount(currency, 1, ceilingMinor);

    public long? Kept(string name, long? value) => value;

    public TEnum Kept<TEnum>(string name, TEnum value) where TEnum : struct, Enum => value;
}

/// <summary>The keys of a row that only some forms have, found by a walk past the terms of each.</summary>
internal sealed class TermKeys : ITermFields
{
    private static readonly ImmutableDictionary<Form, ImmutableArray<string>> ByForm =
        FormRegistry.All.ToImmutableDictionary(form => form, form => Walk(form));

    private readonly List<string> _keys = [];

    /// <summary>Every such key, in the order of the forms.</summary>
    public static ImmutableArray<string> All { get; } = [.. FormRegistry.All.SelectMany(form => Of(form)).Distinct()];

    public static ImmutableArray<string> Of(Form form) => ByForm[form];

    /// <summary>The forms that have a key, for a person.</summary>
    public static string Owners(string key) =>
        string.Join(", ", FormRegistry.All.Where(form => Of(form).Contains(key)).Select(form => form.Name));

    private static ImmutableArray<string> Walk(Form form)
    {
        var keys = new TermKeys();
        form.Blank.Through(keys);
        return [.. keys._keys];
    }

    public long Amount(string name, long? value, long minMinor)
    {
        _keys.Add(name);
        return value ?? 0;
    }

    public long? AmountFromStart(string name, long? value)
    {
        _keys.Add(name);
        return value;
    }

    public long? AmountUpToStart(string name, long? value)
    {
        _keys.Add(name);
        return value;
    }

    public TEnum Choice<TEnum>(string name, TEnum value) where TEnum : struct, Enum
    {
        _keys.Add(name);
        return value;
    }

    public bool Flag(string name, bool value)
    {
        _keys.Add(name);
        return value;
    }

    public TimeSpan Length(string name, TimeSpan? value, TimeSpan min)
    {
        _keys.Add(name);
        return value ?? TimeSpan.Zero;
    }

    public IncrementTable Increments(IncrementTable value, string name)
    {
        _keys.AddRange([name, name + "s"]);
        return value;
    }

    public int Count(string name, int? value, int min, int max)
    {
        _keys.Add(name);
        return value ?? min;
    }

    public TimeSpan? LengthOrNone(string name, TimeSpan? value, TimeSpan min)
    {
        _keys.Add(name);
        return value;
    }

    public TEnum? ChoiceOrNone<TEnum>(string name, TEnum? value) where TEnum : struct, Enum
    {
        _keys.Add(name);
        return value;
    }

    public int? CountOrNone(string name, int? value, int min, int max)
    {
        _keys.Add(name);
        return value;
    }

    public long? Kept(string name, long? value) => value;

    public TEnum Kept<TEnum>(string name, TEnum value) where TEnum : struct, Enum => value;
}
