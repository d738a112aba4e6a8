using System.Collections.Immutable;

namespace AkkaAuction.Rules;

/// <summary>
/// One walk through every field that facts have set in a state, always in the same order, so that a state can be stored and restored. A
/// writer stores each value and returns it; a reader returns the stored value. A state therefore names each of its fields once for both
/// directions. The terms are not among them: they are stored elsewhere.
/// </summary>
public interface IStateFields : IFields
{
    long? NumberOrNull(scoped ReadOnlySpan<byte> name, long? value);

    TEnum Enum<TEnum>(scoped ReadOnlySpan<byte> name, TEnum value) where TEnum : struct, Enum;

    TEnum? EnumOrNull<TEnum>(scoped ReadOnlySpan<byte> name, TEnum? value) where TEnum : struct, Enum;

    /// <summary>Bidders, in the ordinal order of their names.</summary>
    ImmutableSortedSet<string> Persons(scoped ReadOnlySpan<byte> name, ImmutableSortedSet<string> value);

    /// <summary>Lots, in the ordinal order of their ids.</summary>
    ImmutableSortedSet<string> Lots(scoped ReadOnlySpan<byte> name, ImmutableSortedSet<string> value);
}

/// <summary>The fields that states and facts have alike.</summary>
public interface IFields
{
    int Number(scoped ReadOnlySpan<byte> name, int value);

    long Number(scoped ReadOnlySpan<byte> name, long value);

    DateTimeOffset? Time(scoped ReadOnlySpan<byte> name, DateTimeOffset? value);

    /// <summary>A text that names nobody; null: none.</summary>
    string? Text(scoped ReadOnlySpan<byte> name, string? value);

    /// <summary>A bidder; null: nobody.</summary>
    string? Person(scoped ReadOnlySpan<byte> name, string? value);
}
