using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.Serialization;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Samples.Tests;

/// <summary>
/// A form that only this test knows, with a fact of its own: whoever calls second at the start price or above gets the lot.
/// </summary>
internal sealed class TwoCalls : Form
{
    public static TwoCalls Instance { get; } = new();

    // The forms are fixed by whoever looks at them first, which may be any test.
    [ModuleInitializer]
    internal static void Register() => FormRegistry.Register(Instance);

    public override string Name => "two_calls";

    public override string Sentence => "The second bid at or above the start price wins and pays what it bids.";

    public override FormTerms Blank { get; } = new TwoCallsTerms();

    public override ImmutableArray<FormFact> Facts { get; } = [new Called("", default)];

    public override ImmutableArray<Invariant> Invariants => [];

    public override LotState Initial(LotTerms terms) => new TwoCallsState(terms);
}

internal sealed record TwoCallsTerms : FormTerms
{
    [IgnoreDataMember]
    public override Form Module => TwoCalls.Instance;
}

/// <summary>Somebody has called first.</summary>
internal sealed record Called(string Bidder, DateTimeOffset At) : FormFact
{
    public override string Name => "Called";

    public override LotCommand Cause => new LotCommand.Pass(Bidder);

    public override string Words(Func<DateTimeOffset, string> time, Func<long, string> money) => $"{Bidder} calls first";

    public override FormFact Through<TFields>(ref TFields fields) =>
        new Called(fields.Person("bidder"u8, Bidder)!, fields.At(At));
}

internal sealed record TwoCallsState : TimedState
{
    public TwoCallsState(LotTerms terms) : base(terms) { }

    private string? First { get; init; }

    public override long NextMinor => PriceMinor;

    protected override Award? Hammer => null;

    /// <summary>A pass is the first call: an own fact needs a command that leads to it and nothing else.</summary>
    protected override Decision<LotFact> Decide(LotCommand command, DateTimeOffset now) =>
        command is LotCommand.Pass pass && First is null && Phase == LotPhase.Open
            ? Decision<LotFact>.Accept(new Called(pass.Bidder, now))
            : base.Decide(command, now);

    protected override Decision<LotFact> Take(LotCommand.Bid bid, DateTimeOffset now)
    {
        if (First is null || bid.AmountMinor < NextMinor) return Decision<LotFact>.Refuse(Reject(RejectionCode.TooLow, bid.Bidder, now));
        return Decision<LotFact>.Accept(
        [
            new LotFact.BidAccepted(bid.Bidder, bid.BidId, bid.AmountMinor, BidsTaken + 1, now, bid.AmountMinor, null),
            new LotFact.UnitAwarded(bid.Bidder, bid.AmountMinor, 0, 0, now),
            new LotFact.Closed(1, 0, now),
        ]);
    }

    protected override LotState After(LotFact.BidAccepted bid) => this with { BidsTaken = bid.Order };

    protected override LotState After(FormFact own) => own is Called called ? this with { First = called.Bidder } : base.After(own);

    protected override LotState OfFormThrough<TFields>(ref TFields fields) => this with { First = fields.Person("first"u8, First) };
}
