using System.Runtime.Serialization;
using AkkaAuction.Auctioneer.Commands;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;

// An auctioneer that also sells by candle: register the form before anything else, then do all that an auctioneer does.
FormRegistry.Register(Candle.Instance);
return await AuctioneerCommands.RunAsync(args);

/// <summary>What is true of every lot that is sold by candle.</summary>
internal sealed class Candle : Form
{
    public static Candle Instance { get; } = new();

    public override string Name => "candle";
    public override string Sentence => "Bids rise in the open; the highest wins when the candle goes out, and nobody knows when it will.";

    public override FormTerms Blank => new CandleTerms(Seed: 1694);

    public override bool LeadsInTheOpen => true;
    public override LotState Initial(LotTerms terms) => new CandleState(terms);
}

/// <summary>The seed is stored with the lot: whoever decides its journal again sees the candle go out at the same moment.</summary>
internal sealed record CandleTerms(long Seed) : FormTerms
{
    [IgnoreDataMember]
    public override Form Module => Candle.Instance;

    public override FormTerms Through(ITermFields fields) => this with { Seed = fields.Kept("seed", Seed) ?? Seed };
}

/// <summary>A lot: what it remembers, what a bid does, who would win now.</summary>
internal sealed record CandleState : TimedState
{
    public CandleState(LotTerms terms) : base(terms) { }

    private string? Leading { get; init; }

    public override string? Leader => Leading;
    public override long NextMinor => Leading is null ? PriceMinor : PriceMinor + 1;

    public override DateTimeOffset? ClosesAt => null; // Outsiders do not see the deadline.

    protected override Award? Hammer => Leading is null ? null : new Award(Leading, PriceMinor);

    protected override DateTimeOffset? ClosesWhenOpenedAt(DateTimeOffset now) => // After half of its time at the earliest.
        now + (Terms.OpenFor * (0.5 + (0.5 * new Random((int)((CandleTerms)Terms.Form).Seed).NextDouble())));

    protected override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now) => bid.AmountMinor < NextMinor
        ? Decision<LotFact>.Refuse(Reject(RejectionCode.TooLow, bid.Bidder, now))
        : Decision<LotFact>.Accept(new LotFact.BidAccepted(
            bid.Bidder, bid.BidId, bid.AmountMinor, BidsTaken + 1, now, bid.AmountMinor, bid.Bidder));

    protected override LotState After(LotFact.BidAccepted bid) =>
        this with { BidsTaken = bid.Order, PriceMinor = bid.PriceMinor, Leading = bid.Bidder };

    protected override LotState OfFormThrough<TFields>(ref TFields fields) => this with { Leading = fields.Person("leading"u8, Leading) };
}
