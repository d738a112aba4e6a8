using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Journal.Codec;
using AkkaAuction.Auctioneer.Journal.Snapshots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Actors.Recovery;

/// <summary>A sale's state as a line of a snapshot.</summary>
internal static class SaleLine
{
    public static void Write(SnapshotWriter to, SaleMemory sale)
    {
        var body = to.Line("sale"u8).Text("phase"u8, sale.Phase.ToString()).Long("round"u8, sale.Round).Time("roundClosesAt"u8, sale.RoundClosesAt)
            .Long("roundBids"u8, sale.RoundBids).Long("silentRounds"u8, sale.SilentRounds).Text("roundsOver"u8, sale.RoundsOver?.ToString())
            .Long("sold"u8, sale.Sold).Long("unsold"u8, sale.Unsold);
        Persons(body, "present"u8, sale.Present);
        Persons(body, "acted"u8, sale.Acted);
        Lots(body, "roundLotsOpen"u8, sale.RoundLotsOpen);
        Lots(body, "lotsOwingReport"u8, sale.LotsOwingReport);
        Lots(body, "lotsNotClosed"u8, sale.LotsNotClosed);
        to.End();
    }

    public static SaleMemory Read(SnapshotReader from)
    {
        var body = from.Body();
        var (phase, round, closesAt, bids, silent) =
            (body.Enum<SalePhase>("phase"u8), body.Int("round"u8), body.TimeOrNull("roundClosesAt"u8), body.Int("roundBids"u8), body.Int("silentRounds"u8));
        RoundsOverReason? over = body.TextOrNull("roundsOver"u8) is { } reason ? Enum.Parse<RoundsOverReason>(reason) : null;
        var (sold, unsold) = (body.Int("sold"u8), body.Int("unsold"u8));
        var sale = new SaleMemory(
            phase, round, closesAt, bids, silent, over, sold, unsold, Persons(ref body, "present"u8, from), Persons(ref body, "acted"u8, from),
            Lots(ref body, "roundLotsOpen"u8), Lots(ref body, "lotsOwingReport"u8), Lots(ref body, "lotsNotClosed"u8));
        body.End();
        return sale;
    }

    private static void Persons(BodyWriter body, ReadOnlySpan<byte> key, ImmutableArray<string> names)
    {
        body.Json.WriteStartArray(key);
        foreach (var name in names) body.PersonValue(name);
        body.Json.WriteEndArray();
    }

    private static void Lots(BodyWriter body, ReadOnlySpan<byte> key, ImmutableArray<string> lots)
    {
        body.Json.WriteStartArray(key);
        foreach (var lot in lots) body.Json.WriteStringValue(lot);
        body.Json.WriteEndArray();
    }

    private static ImmutableArray<string> Persons(ref BodyReader body, scoped ReadOnlySpan<byte> key, SnapshotReader from)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        body.Inner(key, (ref System.Text.Json.Utf8JsonReader json) =>
        {
            while (from.TryPerson(ref json, out var name)) names.Add(name);
        });
        return names.ToImmutable();
    }

    private static ImmutableArray<string> Lots(ref BodyReader body, scoped ReadOnlySpan<byte> key)
    {
        var lots = ImmutableArray.CreateBuilder<string>();
        body.Inner(key, (ref System.Text.Json.Utf8JsonReader json) =>
        {
            while (SnapshotReader.TryText(ref json, out var lot)) lots.Add(lot);
        });
        return lots.ToImmutable();
    }
}
