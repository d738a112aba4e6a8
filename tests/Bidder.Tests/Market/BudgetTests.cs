using System.Globalization;
using AkkaAuction.Bidder.Market;
using AkkaAuction.Rules.Money;
using static AkkaAuction.Bidder.Tests.Told;

namespace AkkaAuction.Bidder.Tests.Market;

/// <summary>
/// A bidder that bids all it believes it has, beside a naive house that keeps the books. Bids are under way, notices come late and in
/// their order, answers overtake them, and the line that says who won comes after others: the books never pass the budget.
/// </summary>
[Trait("Requirement", "R1.10")]
public sealed class BudgetTests
{
    private const long Budget = 100_00;

    [Theory]
    [InlineData("room", true)]
    [InlineData("room", false)]
    [InlineData("proxy", false)]
    public void What_is_won_never_costs_more_than_the_budget_however_late_the_lines_come(string form, bool leaderMayNotRaise)
    {
        var won = 0;
        for (var seed = 0; seed < 400; seed++)
        {
            var books = new Books(new Random(seed), form, leaderMayNotRaise);
            for (var step = 0; step < 300; step++)
            {
                books.Step();
                Assert.True(books.SpentMinor <= Budget, $"seed {seed}, step {step}: {books.SpentMinor} spent of {Budget}");
            }
            books.HearAll();
            Assert.Equal(books.SpentMinor, books.Bidder.Wallet.SpentMinor);
            won += books.Bidder.Wallet.Purchases.Count;
        }
        Assert.True(won > 400, $"only {won} units were won");
    }

    /// <summary>A house of three lots, and the lines and bids between it and the bidder.</summary>
    private sealed class Books
    {
        private readonly Random _random;
        private readonly bool _leaderMayNotRaise;
        private readonly Item[] _items;
        private readonly Queue<string> _notices = new();
        private readonly Queue<string> _answers = new();
        private readonly Queue<PendingBid> _bids = new();
        private long _seq = 5;
        private int _sent;

        public Books(Random random, string form, bool leaderMayNotRaise)
        {
            (_random, _leaderMayNotRaise) = (random, leaderMayNotRaise);
            _items = [.. Enumerable.Range(0, 3).Select(at => new Item($"lot{at}") { Units = random.Next(1, 5) })];
            Bidder = new BidderState("me", Budget).After(
                ["WELCOME me t time=2026-11-20T12:00:00.000Z", .. _items.Select(item => Lot(item.Name, 1, item.Units, form)), "READY 4"]);
        }

        public BidderState Bidder { get; private set; }

        public long SpentMinor { get; private set; }

        public void Step()
        {
            switch (_random.Next(7))
            {
                case 0 or 1: Bid(); break;
                case 2 when _bids.TryDequeue(out var bid): Decide(bid); break;
                case 3: Sell(_items[_random.Next(3)]); break;
                case 4: Outbid(_items[_random.Next(3)]); break;
                case 5 when _answers.TryDequeue(out var answer): Bidder = Bidder.After(answer); break;
                case 6 when _notices.TryDequeue(out var notice): Bidder = Bidder.After(notice); break;
            }
        }

        public void HearAll()
        {
            while (_bids.TryDequeue(out var bid)) Decide(bid);
            Bidder = Bidder.After([.. _answers, .. _notices]);
        }

        // As much as it believes that it may, most of the time.
        private void Bid()
        {
            var item = _items[_random.Next(3)];
            var most = Bidder.Wallet.AvailableFor(item.Name);
            if (most == 0 || Bidder.Market.Lots[item.Name].Units == 0 || Bidder.HasPendingOn(item.Name)) return;
            var bid = new PendingBid($"t{++_sent}", item.Name, _random.Next(2) == 0 ? most : _random.NextInt64(1, most + 1), 0);
            Bidder = Bidder.Sent(bid);
            _bids.Enqueue(bid);
        }

        private void Decide(PendingBid bid)
        {
            var item = _items.First(known => known.Name == bid.Lot);
            if (item.Units == 0 || bid.AmountMinor <= item.PriceMinor || (_leaderMayNotRaise && item.IsMine))
            {
                _answers.Enqueue(
                    $"REFUSED {bid.BidId} {bid.Lot} 204 price={Text(item.PriceMinor)} next={Text(item.PriceMinor + 1)} \"too low\"");
                return;
            }
            (item.PriceMinor, item.IsMine, item.IsLed) = (bid.AmountMinor, true, true);
            _answers.Enqueue($"ACCEPTED {bid.BidId} {bid.Lot} {Text(bid.AmountMinor)} {++_seq}");
            _notices.Enqueue($"PRICE {_seq} {bid.Lot} {Text(bid.AmountMinor)} leader=me next={Text(bid.AmountMinor + 1)} closes=-");
        }

        private void Sell(Item item)
        {
            if (!item.IsLed || item.Units == 0) return;
            item.Units--;
            _notices.Enqueue(string.Create(
                CultureInfo.InvariantCulture,
                $"SOLD {++_seq} {item.Name} {Text(item.PriceMinor)} to={(item.IsMine ? "me" : "ada")} units={item.Units}"));
            if (item.IsMine)
            {
                SpentMinor += item.PriceMinor;
                _notices.Enqueue($"WON {_seq} {item.Name} {Text(item.PriceMinor)}");
            }
            (item.IsLed, item.IsMine, item.PriceMinor) = (false, false, 1_00);
        }

        private void Outbid(Item item)
        {
            if (item.Units == 0) return;
            item.PriceMinor += _random.Next(1, 10_00);
            _seq++;
            if (item.IsMine) _notices.Enqueue($"OUTBID {_seq} {item.Name} {Text(item.PriceMinor)}");
            (item.IsMine, item.IsLed) = (false, true);
            _notices.Enqueue($"PRICE {_seq} {item.Name} {Text(item.PriceMinor)} leader=ada next={Text(item.PriceMinor + 1)} closes=-");
        }

        private static string Text(long minor) => Amount.Format(minor, 2);
    }

    private sealed class Item(string name)
    {
        public string Name => name;

        public int Units { get; set; }

        public long PriceMinor { get; set; } = 1_00;

        public bool IsMine { get; set; }

        public bool IsLed { get; set; }
    }
}
