using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Room;

/// <summary>A seeded storm of bids and looks at the clock, against a model that is as plain as the rule book.</summary>
public sealed class RoomStormTests
{
    private static readonly string[] Bidders = ["ann", "bob", "cho"];

    [Theory, Trait("Requirement", "R2.3"), Trait("Requirement", "R2.4"), Trait("Requirement", "R2.5")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_room_does_what_the_rule_book_says(int seed)
    {
        var chance = new Random(seed);
        for (var run = 0; run < 300; run++)
        {
            var units = chance.Next(1, 5);
            var lot = new RoomLot(startMinor: 100, units: units, deadlineSeconds: 10).Open();
            var model = new Model(100, units, 10);
            for (var step = 0; step < 60; step++)
            {
                var wait = chance.Next(0, 4) switch { 0 => 10, 1 => 11, _ => chance.Next(0, 5) };
                lot.After(wait);
                model.Now += wait;
                if (chance.Next(3) == 0)
                {
                    lot.Look();
                    model.Look();
                }
                else
                {
                    var (bidder, amount) = (Bidders[chance.Next(3)], model.Price + chance.Next(-1, 4));
                    Assert.Equal(model.Bid(bidder, amount), !lot.Bid(bidder, amount).IsRefused);
                }
            }
            lot.After(10).Look();
            model.Now += 10;
            model.Look();
            Assert.Equal(model.Awards, lot.Facts.OfType<LotFact.UnitAwarded>().Select(a => (a.Bidder, a.PriceMinor)));
            Assert.Equal(model.Units == 0, lot.State.Phase == LotPhase.Closed);
            Assert.Equal(lot.State, lot.Facts.Aggregate(LotState.Initial(lot.State.Terms), Lot.Evolve));
        }
    }

    private sealed class Model(long price, int units, int deadline)
    {
        private string? _leader;
        private long _until;

        public long Now { get; set; }

        public long Price { get; private set; } = price;

        public int Units { get; private set; } = units;

        public List<(string, long)> Awards { get; } = [];

        public void Look()
        {
            if (_leader is null || Now < _until) return;
            Awards.Add((_leader, Price));
            Units--;
            _leader = null;
        }

        public bool Bid(string bidder, long amount)
        {
            // The model always looks at the clock first: that the rules do not need to is what is tested.
            Look();
            if (Units == 0 || bidder == _leader || amount <= Price) return false;
            (_leader, Price, _until) = (bidder, amount, Now + deadline);
            return true;
        }
    }
}
