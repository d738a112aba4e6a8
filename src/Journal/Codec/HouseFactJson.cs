using System.Collections.Immutable;
using System.Text.Json;

namespace AkkaAuction.Journal.Codec;

/// <summary>What the journal itself writes down; no rules decide it.</summary>
internal abstract record HouseFact
{
    /// <summary>
    /// How far every chain had come that has moved since the last such fact. It binds the chains together: what is cut off the end of one
    /// is missed in the house's own.
    /// </summary>
    public sealed record Anchored(ImmutableArray<AnchoredChain> Chains, DateTimeOffset At) : HouseFact;

    /// <summary>
    /// Everything before it was copied from a journal of an earlier version. It binds the copy to that one: the receipts of its facts were
    /// made there, and fit nothing here.
    /// </summary>
    /// <param name="Journal">That journal's name.</param>
    /// <param name="Version">Its version.</param>
    /// <param name="Events">Its facts.</param>
    /// <param name="Head">The hash of the last of them, in hexadecimal.</param>
    public sealed record Migrated(string Journal, int Version, long Events, string Head, DateTimeOffset At) : HouseFact;
}

/// <summary>A chain as it stood.</summary>
/// <param name="LastEvent">Its last event.</param>
/// <param name="Head">That event's hash, in hexadecimal.</param>
internal readonly record struct AnchoredChain(string Chain, long LastEvent, string Head);

/// <summary>The journal's own facts as text (<see cref="LotFactJson"/> says how versions go on).</summary>
internal static class HouseFactJson
{
    public const string Anchored = "House.Anchored";

    public const string Migrated = "House.Migrated";

    /// <inheritdoc cref="LotFactJson.Write"/>
    public static (string Kind, DateTimeOffset? At) Write(BodyWriter body, HouseFact fact)
    {
        if (fact is HouseFact.Migrated migrated)
        {
            body.Text("journal"u8, migrated.Journal).Long("version"u8, migrated.Version).Long("events"u8, migrated.Events)
                .Text("head"u8, migrated.Head);
            return (Migrated, migrated.At);
        }
        if (fact is not HouseFact.Anchored anchored)
            throw new ArgumentException($"There is no text for {fact.GetType().Name}.", nameof(fact));
        body.Json.WriteStartArray("chains"u8);
        foreach (var (chain, last, head) in anchored.Chains)
        {
            body.Json.WriteStartObject();
            body.Text("chain"u8, chain).Long("event"u8, last).Text("head"u8, head);
            body.Json.WriteEndObject();
        }
        body.Json.WriteEndArray();
        return (Anchored, anchored.At);
    }

    /// <inheritdoc cref="LotFactJson.Read"/>
    public static HouseFact? Read(ReadOnlySpan<byte> kind, ref BodyReader body, DateTimeOffset at)
    {
        if (kind.SequenceEqual("House.Migrated"u8))
            return new HouseFact.Migrated(body.Text("journal"u8), body.Int("version"u8), body.Long("events"u8), body.Text("head"u8), at);
        if (!kind.SequenceEqual("House.Anchored"u8)) return null;
        var chains = ImmutableArray.CreateBuilder<AnchoredChain>();
        body.Inner("chains"u8, (ref Utf8JsonReader json) =>
        {
            if (json.TokenType != JsonTokenType.StartArray) throw Wrong();
            while (json.Read() && json.TokenType == JsonTokenType.StartObject)
                chains.Add(new AnchoredChain(Text(ref json, "chain"u8), Number(ref json, "event"u8), Head(ref json)));
            if (json.TokenType != JsonTokenType.EndArray) throw Wrong();
        });
        return new HouseFact.Anchored(chains.ToImmutable(), at);
    }

    private static string Head(ref Utf8JsonReader json)
    {
        var head = Text(ref json, "head"u8);
        return json.Read() && json.TokenType == JsonTokenType.EndObject ? head : throw Wrong();
    }

    private static string Text(ref Utf8JsonReader json, ReadOnlySpan<byte> key)
    {
        Key(ref json, key);
        return json.TokenType == JsonTokenType.String ? json.GetString()! : throw Wrong();
    }

    private static long Number(ref Utf8JsonReader json, ReadOnlySpan<byte> key)
    {
        Key(ref json, key);
        return json.TokenType == JsonTokenType.Number && json.TryGetInt64(out var value) ? value : throw Wrong();
    }

    private static void Key(ref Utf8JsonReader json, ReadOnlySpan<byte> key)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.PropertyName || !json.ValueTextEquals(key) || !json.Read()) throw Wrong();
    }

    private static FormatException Wrong() => new("its body has no such chains");
}
