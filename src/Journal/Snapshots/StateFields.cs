using System.Collections.Immutable;
using System.Text.Json;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Originals;

namespace AkkaAuction.Journal.Snapshots;

/// <summary>Writes a state's fields into a line of a snapshot.</summary>
internal readonly struct StateWriter(BodyWriter body) : ILotFields, ISealedHouseFields
{
    public int Number(scoped ReadOnlySpan<byte> name, int value)
    {
        body.Long(name, value);
        return value;
    }

    public long Number(scoped ReadOnlySpan<byte> name, long value)
    {
        body.Long(name, value);
        return value;
    }

    public long? NumberOrNull(scoped ReadOnlySpan<byte> name, long? value)
    {
        body.LongOrNull(name, value);
        return value;
    }

    public TEnum Enum<TEnum>(scoped ReadOnlySpan<byte> name, TEnum value) where TEnum : struct, Enum
    {
        body.Text(name, value.ToString());
        return value;
    }

    public TEnum? EnumOrNull<TEnum>(scoped ReadOnlySpan<byte> name, TEnum? value) where TEnum : struct, Enum
    {
        body.Text(name, value?.ToString());
        return value;
    }

    public DateTimeOffset? Time(scoped ReadOnlySpan<byte> name, DateTimeOffset? value)
    {
        body.Time(name, value);
        return value;
    }

    public string? Text(scoped ReadOnlySpan<byte> name, string? value)
    {
        body.Text(name, value);
        return value;
    }

    public string? Person(scoped ReadOnlySpan<byte> name, string? value)
    {
        body.Person(name, value);
        return value;
    }

    public ImmutableSortedSet<string> Persons(scoped ReadOnlySpan<byte> name, ImmutableSortedSet<string> value)
    {
        body.Json.WriteStartArray(name);
        foreach (var person in value) body.PersonValue(person);
        body.Json.WriteEndArray();
        return value;
    }

    public ImmutableSortedSet<string> Lots(scoped ReadOnlySpan<byte> name, ImmutableSortedSet<string> value)
    {
        body.Json.WriteStartArray(name);
        foreach (var lot in value) body.Json.WriteStringValue(lot);
        body.Json.WriteEndArray();
        return value;
    }

    public IEnumerable<BidderStanding> Standings(scoped ReadOnlySpan<byte> name, IEnumerable<BidderStanding> value)
    {
        body.Json.WriteStartArray(name);
        // In the order of names: the same state is the same bytes, however it came about.
        foreach (var standing in value.OrderBy(s => s.Bidder, StringComparer.Ordinal))
        {
            body.PersonValue(standing.Bidder);
            body.Json.WriteNumberValue(standing.HighestMinor);
            body.Json.WriteNumberValue(standing.Passed ? 1 : 0);
        }
        body.Json.WriteEndArray();
        return value;
    }

    public IEnumerable<CountedBid> Bids(scoped ReadOnlySpan<byte> name, IEnumerable<CountedBid> value)
    {
        body.Json.WriteStartArray(name);
        foreach (var bid in value.OrderBy(b => b.Order))
        {
            body.PersonValue(bid.Bidder);
            body.Json.WriteNumberValue(bid.AmountMinor);
            body.Json.WriteNumberValue(bid.Order);
        }
        body.Json.WriteEndArray();
        return value;
    }

    /// <summary>Only whether there is one: its words stand in the fact that took it, which is kept.</summary>
    public SealedRequest? Request(scoped ReadOnlySpan<byte> name, SealedRequest? value)
    {
        body.Bool(name, value is not null);
        return value;
    }

    public ImmutableArray<SealedBuyer> Buyers(scoped ReadOnlySpan<byte> name, ImmutableArray<SealedBuyer> value)
    {
        body.Json.WriteStartArray(name);
        foreach (var buyer in value)
        {
            body.Json.WriteNumberValue(buyer.Connection);
            body.Json.WriteNumberValue(buyer.Place);
            body.Json.WriteNumberValue(buyer.BidMinor ?? -1);
            body.Json.WriteNumberValue(buyer.Silent ? 1 : 0);
        }
        body.Json.WriteEndArray();
        return value;
    }
}

/// <summary>
/// Reads a state's fields from a line of a snapshot; the values it is given are those of a fresh state, and count for nothing.
/// </summary>
/// <param name="from">On the line.</param>
/// <param name="request">The request of the auction that is held, where one is.</param>
internal ref struct StateReader(SnapshotReader from, SealedRequest? request = null) : ILotFields, ISealedHouseFields
{
    private readonly SnapshotReader _from = from;

    /// <summary>The line's object, for the fields before and after those of the state.</summary>
    public BodyReader Body = from.Body();

    public int Number(scoped ReadOnlySpan<byte> name, int value) => Body.Int(name);

    public long Number(scoped ReadOnlySpan<byte> name, long value) => Body.Long(name);

    public long? NumberOrNull(scoped ReadOnlySpan<byte> name, long? value) => Body.LongOrNull(name);

    public TEnum Enum<TEnum>(scoped ReadOnlySpan<byte> name, TEnum value) where TEnum : struct, Enum => Body.Enum<TEnum>(name);

    public TEnum? EnumOrNull<TEnum>(scoped ReadOnlySpan<byte> name, TEnum? value) where TEnum : struct, Enum =>
        Body.EnumOrNull<TEnum>(name);

    public DateTimeOffset? Time(scoped ReadOnlySpan<byte> name, DateTimeOffset? value) => Body.TimeOrNull(name);

    public string? Text(scoped ReadOnlySpan<byte> name, string? value) => Body.TextOrNull(name);

    public string? Person(scoped ReadOnlySpan<byte> name, string? value) => Body.PersonOrNull(name);

    public ImmutableSortedSet<string> Persons(scoped ReadOnlySpan<byte> name, ImmutableSortedSet<string> value)
    {
        var (from, persons) = (_from, ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal));
        Body.Inner(name, (ref Utf8JsonReader json) =>
        {
            while (from.TryPerson(ref json, out var person)) persons.Add(person);
        });
        return persons.ToImmutable();
    }

    public ImmutableSortedSet<string> Lots(scoped ReadOnlySpan<byte> name, ImmutableSortedSet<string> value)
    {
        var lots = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        Body.Inner(name, (ref Utf8JsonReader json) =>
        {
            while (SnapshotReader.TryText(ref json, out var lot)) lots.Add(lot);
        });
        return lots.ToImmutable();
    }

    public IEnumerable<BidderStanding> Standings(scoped ReadOnlySpan<byte> name, IEnumerable<BidderStanding> value)
    {
        var (from, standings) = (_from, new List<BidderStanding>());
        Body.Inner(name, (ref Utf8JsonReader json) =>
        {
            while (from.TryPerson(ref json, out var bidder))
                standings.Add(new BidderStanding(bidder, SnapshotReader.Long(ref json), SnapshotReader.Long(ref json) != 0));
        });
        return standings;
    }

    public IEnumerable<CountedBid> Bids(scoped ReadOnlySpan<byte> name, IEnumerable<CountedBid> value)
    {
        var (from, bids) = (_from, new List<CountedBid>());
        Body.Inner(name, (ref Utf8JsonReader json) =>
        {
            while (from.TryPerson(ref json, out var bidder))
                bids.Add(new CountedBid(bidder, SnapshotReader.Long(ref json), SnapshotReader.Long(ref json)));
        });
        return bids;
    }

    public SealedRequest? Request(scoped ReadOnlySpan<byte> name, SealedRequest? value) => Body.Bool(name) ? request : null;

    public ImmutableArray<SealedBuyer> Buyers(scoped ReadOnlySpan<byte> name, ImmutableArray<SealedBuyer> value)
    {
        var buyers = ImmutableArray.CreateBuilder<SealedBuyer>();
        Body.Inner(name, (ref Utf8JsonReader json) =>
        {
            while (SnapshotReader.TryLong(ref json, out var connection))
            {
                var (place, bid, silent) = (SnapshotReader.Long(ref json), SnapshotReader.Long(ref json), SnapshotReader.Long(ref json));
                buyers.Add(new SealedBuyer(connection, (int)place, bid < 0 ? null : bid, silent != 0));
            }
        });
        return buyers.ToImmutable();
    }
}
