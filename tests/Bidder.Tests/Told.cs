using System.Text;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Bidder.Tests;

/// <summary>States as they come about: from the house's lines, word for word.</summary>
internal static class Told
{
    public static DateTimeOffset Noon { get; } = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);

    public static FloorLine Line(string text, string self = "me")
    {
        var line = FloorReplyParser.Parse(Encoding.UTF8.GetBytes(text), self);
        Assert.True(line.Kind is FloorLineKind.Answer or FloorLineKind.Notice, $"{line.Kind}: {text}");
        return line;
    }

    public static string Lot(
        string id, decimal price = 10, int units = 1, string form = "rounds", string state = "open", string closes = "-",
        decimal? start = null) =>
        $"LOT {id} form={form} title=\"{id}\" start={start ?? price:0.00} price={price:0.00} next={price + 0.01m:0.00} units={units} "
            + $"leader=- closes={closes} state={state} currency=USD";

    public static string Opened(int round, long seq = 10) => $"ROUND {round} OPEN {seq} closes=2026-11-20T12:{round:00}:00.000Z";

    public static BidderState After(this BidderState state, params string[] lines) =>
        lines.Aggregate(state, (known, text) => known.Apply(Line(text, state.Name)));

    public static MarketView After(this MarketView market, params string[] lines) =>
        lines.Aggregate(market, (known, text) => known.Apply(Line(text)));

    public static BidderState Bidding(this BidderState state, string lot, long amountMinor, int round) =>
        state.Sent(new PendingBid($"r{round}", lot, amountMinor, round))
            .After($"ACCEPTED r{round} {lot} {Amount.Format(amountMinor, 2)} 11");

    public static Situation At(this BidderState state, IChance chance) => new(state, chance, Noon);
}

/// <summary>Chance that a test decides.</summary>
internal sealed class FixedChance(double value) : IChance
{
    public Dictionary<string, double> ByPurpose { get; } = [];

    public double Draw(string purpose, string lot = "", long number = 0) => ByPurpose.GetValueOrDefault(purpose, value);
}
