using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Tests.Forms.Room;

/// <summary>A lot of the room and a clock, as the room's tests drive them; every decision is applied.</summary>
internal sealed class RoomLot
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private int _bids;

    public RoomLot(long startMinor = 500_00, int units = 2, int deadlineSeconds = 30, string? seller = null)
    {
        var terms = new LotTerms(
            "laptop", "Laptop", new RoomTerms(TimeSpan.FromSeconds(deadlineSeconds)), startMinor, units, Currency.Default, 1_000_000_00,
            Seller: seller);
        Assert.Null(terms.Fault());
        State = LotState.Initial(terms);
    }

    public LotState State { get; private set; }

    public DateTimeOffset Now { get; private set; } = Start;

    public List<LotFact> Facts { get; } = [];

    public RoomLot Open()
    {
        Do(new LotCommand.Open());
        return this;
    }

    public RoomLot After(double seconds)
    {
        Now += TimeSpan.FromSeconds(seconds);
        return this;
    }

    public Decision<LotFact> Bid(string bidder, long amountMinor) => Do(new LotCommand.Bid(bidder, $"b{++_bids}", amountMinor));

    public Decision<LotFact> Look() => Do(new LotCommand.ClockReached());

    public Decision<LotFact> Do(LotCommand command)
    {
        var decision = Lot.Decide(State, command, Now);
        foreach (var fact in decision.Facts)
        {
            State = Lot.Evolve(State, fact);
            Facts.Add(fact);
        }
        return decision;
    }
}
