using System.Runtime.Serialization;

namespace AkkaAuction.Rules.Lots;

/// <summary>What only one form fixes about a lot before anybody bids.</summary>
public abstract record FormTerms
{
    /// <summary>
    /// The form. Terms travel in messages as data, the form does not: an override is marked <see cref="IgnoreDataMemberAttribute"/>.
    /// </summary>
    [IgnoreDataMember]
    public abstract Form Module { get; }

    /// <inheritdoc cref="Form.Name"/>
    public string Name => Module.Name;

    /// <summary>These terms with what <paramref name="fields"/> hands back for each of them.</summary>
    public virtual FormTerms Through(ITermFields fields) => this;

    /// <summary>What is wrong with a lot of these terms and what would be right, for a person; null: nothing.</summary>
    public virtual string? Fault(LotTerms lot) => null;
}

/// <summary>
/// One walk past the terms that only one form has, in an order that is always the same. A writer notes each value and hands it back, a
/// reader hands back what was written, and a catalogue's row hands back what a person wrote, or the value it was given. So terms name each
/// field once.
/// </summary>
public interface ITermFields
{
    /// <summary>An amount, minor units.</summary>
    /// <param name="name">What a catalogue calls it.</param>
    /// <param name="value">What the terms say; null: nothing yet, so a row must.</param>
    /// <param name="minMinor">The lowest that a row may say.</param>
    long Amount(string name, long? value, long minMinor);

    /// <summary>An amount of at least the start price that a lot may do without, minor units.</summary>
    long? AmountFromStart(string name, long? value);

    /// <summary>An amount of at most the start price that a lot may do without, minor units.</summary>
    long? AmountUpToStart(string name, long? value);

    /// <summary>A length of time.</summary>
    /// <param name="name">What a catalogue calls it.</param>
    /// <param name="value">What the terms say; null: nothing yet, so a row must.</param>
    /// <param name="min">The shortest that a row may say.</param>
    TimeSpan Length(string name, TimeSpan? value, TimeSpan min);

    /// <summary>Steps by price: in a catalogue <c>increment</c> (one for every price) or <c>increments</c> (a table).</summary>
    /// <param name="value">What the terms say.</param>
    /// <param name="name">What a catalogue calls one step.</param>
    Money.IncrementTable Increments(Money.IncrementTable value, string name = "increment");

    /// <summary>A choice, which a row says by the word in lower case. The first of its values is not written.</summary>
    TEnum Choice<TEnum>(string name, TEnum value) where TEnum : struct, Enum;

    /// <summary>Whether something is so, which a row says as <c>true</c> or <c>false</c>. What is not so is not written.</summary>
    bool Flag(string name, bool value);

    /// <summary>A whole number.</summary>
    /// <param name="name">What a catalogue calls it.</param>
    /// <param name="value">What the terms say; null: nothing yet, so a row must.</param>
    /// <param name="min">The lowest that a row may say.</param>
    /// <param name="max">The highest that a row may say.</param>
    int Count(string name, int? value, int min, int max);

    /// <summary>A length of time that a lot may do without.</summary>
    /// <param name="name">What a catalogue calls it.</param>
    /// <param name="value">What the terms say; null: nothing.</param>
    /// <param name="min">The shortest that a row may say.</param>
    TimeSpan? LengthOrNone(string name, TimeSpan? value, TimeSpan min);

    /// <summary>A choice that a lot may do without, which a row says by the word in lower case.</summary>
    TEnum? ChoiceOrNone<TEnum>(string name, TEnum? value) where TEnum : struct, Enum;

    /// <summary>A whole number that a lot may do without.</summary>
    int? CountOrNone(string name, int? value, int min, int max);

    /// <summary>A number that no row says.</summary>
    long? Kept(string name, long? value);

    /// <summary>A choice that no row says.</summary>
    TEnum Kept<TEnum>(string name, TEnum value) where TEnum : struct, Enum;
}

/// <summary>The house's settings, for the forms whose presets stand in them. Each value is checked as it is read.</summary>
public interface ISettingValues
{
    string OneOf(string key, params ReadOnlySpan<string> words);

    long Whole(string key);

    TimeSpan Length(string key, TimeSpan min);
}
