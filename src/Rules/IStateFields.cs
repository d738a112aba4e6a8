using System.Collections.Immutable;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Rules;

/// <summary>
/// One walk past all that facts have made of a state, field by field, in an order that is always the same: for whoever keeps a state over the end of the process. Who
/// writes notes each value and hands it back; who reads hands back what was noted. So a state names each of its fields once for both ways
/// (<see cref="LotState.Through"/>, <see cref="SaleState.Through"/>, <see cref="SealedHouseState.Through"/>). The terms are not among them: they are kept elsewhere.
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

    /// <summary>What bidders have done in a round, in any order; each bidder once.</summary>
    IEnumerable<BidderStanding> Standings(scoped ReadOnlySpan<byte> name, IEnumerable<BidderStanding> value);

    /// <summary>What is on sale in a sealed-bid house; null: nothing.</summary>
    SealedRequest? Request(scoped ReadOnlySpan<byte> name, SealedRequest? value);

    /// <summary>Buyers in their places.</summary>
    ImmutableArray<SealedBuyer> Buyers(scoped ReadOnlySpan<byte> name, ImmutableArray<SealedBuyer> value);
}

/// <summary>The same walk past the fields of a fact that only one form has (<see cref="FormFact.Through"/>).</summary>
public interface IFactFields : IFields
{
    /// <summary>When it happened, which is kept beside the other fields.</summary>
    DateTimeOffset At(DateTimeOffset value);
}

/// <summary>The fields that states and facts have alike.</summary>
public interface IFields
{
    int Number(scoped ReadOnlySpan<byte> name, int value);

    long Number(scoped ReadOnlySpan<byte> name, long value);

    DateTimeOffset? Time(scoped ReadOnlySpan<byte> name, DateTimeOffset? value);

    /// <summary>A bidder; null: nobody.</summary>
    string? Person(scoped ReadOnlySpan<byte> name, string? value);
}
