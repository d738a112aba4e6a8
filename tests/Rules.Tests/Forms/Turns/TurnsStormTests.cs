using AkkaAuction.Rules.Forms.Turns;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Tests.Lots;

namespace AkkaAuction.Rules.Tests.Forms.Turns;

/// <summary>
/// Seeded storms against a tender by turns that writes down who speaks when at the beginning of each round, with a restart before every
/// command.
/// </summary>
public sealed class TurnsStormTests
{
    private static readonly string[] Bidders = ["ann", "bob", "cho", "dan"];
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    [Theory, Trait("Promise", "P5"), Trait("Promise", "P7")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_thousand_random_tenders_do_what_a_naive_one_does(int seed)
    {
        var random = new Random(seed);
        var (accepted, sold) = (0, 0);
        for (var run = 0; run < 1000; run++)
        {
            long? most = random.Next(2) == 0 ? random.Next(20, 60) : null;
            var form = new TurnsTerms(IncrementTable.Flat(random.Next(1, 20)), most, random.Next(1, 4), Turn);
            var lot = new TestLot(TestLot.Terms(form, 1000));
            lot.Do(new LotCommand.Open());
            var naive = new NaiveTurns(form, lot.Now + TestLot.Length);
            for (var step = 0; step < 60; step++)
            {
                lot.Now += TimeSpan.FromSeconds(random.Next(30) switch { 0 => 60, 1 => 10, 2 => 25, _ => random.Next(0, 4) });
                naive.Look(lot.Now);
                // Mostly the one whose turn it is.
                var bidder = random.Next(3) > 0 && naive.Speaks is { } speaks ? speaks : Bidders[random.Next(Bidders.Length)];
                LotCommand command = random.Next(8) switch
                {
                    0 => new LotCommand.ClockReached(),
                    1 => new LotCommand.Pass(bidder),
                    2 when random.Next(30) == 0 => new LotCommand.Hammer(),
                    3 when random.Next(60) == 0 => new LotCommand.Close(),
                    _ => new LotCommand.Bid(bidder, "r", naive.OwnOr(bidder, 1001) - random.Next(-1, 65)),
                };
                var restarted = Lot.Decide(lot.Replayed(), command, lot.Now);
                var decision = lot.Do(command);
                Assert.Equal((decision.Rejection, Told(decision)), (restarted.Rejection, Told(restarted)));
                var expected = naive.Do(command);
                Assert.Equal(expected, decision.IsRefused ? $"{(int)decision.Rejection.Code}" : "fine");
                // What is refused looks at no clock.
                lot.Do(new LotCommand.ClockReached());
                Assert.Equal((naive.Speaks, naive.Price, naive.IsOver), (
                    ((TurnsState)lot.State).Speaks, lot.State.PriceMinor, lot.State.Phase == LotPhase.Closed));
                if (command is LotCommand.Bid && !decision.IsRefused) accepted++;
            }
            Assert.Equal(naive.Winner, lot.Awards.Select(award => $"{award.Bidder} {award.PriceMinor}").SingleOrDefault());
            Assert.Equal(lot.State, lot.Replayed());
            if (naive.Winner is not null) sold++;
        }
        Assert.True(accepted > 5000 && sold > 500, $"the storm was a breeze: {accepted} offers, {sold} sold");
    }

    private static string Told(Decision<LotFact> decision) => string.Join(' ', decision.Facts);

    private sealed class NaiveTurns(TurnsTerms form, DateTimeOffset openingEnds)
    {
        private readonly List<(string Bidder, long Amount)> _offers = [];
        private readonly Queue<string> _toSpeak = [];
        private DateTimeOffset _now;
        private DateTimeOffset _until = openingEnds;
        private int _round;
        private bool _someLower;

        public string? Speaks { get; private set; }

        public bool IsOver { get; private set; }

        public string? Winner { get; private set; }

        public long Price => _offers.Count == 0 ? 1000 : _offers.Min(offer => offer.Amount);

        public long OwnOr(string bidder, long otherwise) =>
            _offers.Any(offer => offer.Bidder == bidder) ? _offers.Last(offer => offer.Bidder == bidder).Amount : otherwise;

        public void Look(DateTimeOffset now)
        {
            _now = now;
            while (!IsOver && now >= _until) Next(_until);
        }

        public string Do(LotCommand command)
        {
            switch (command)
            {
                case LotCommand.Bid bid: return Bid(bid.Bidder, bid.AmountMinor);
                case LotCommand.Pass pass:
                    if (IsOver) return "203";
                    if (Speaks is not null && Speaks != pass.Bidder) return "215";
                    if (Speaks is not null) Next(_now);
                    return "fine";
                case LotCommand.Hammer when !IsOver: End(); return "fine";
                case LotCommand.Close when !IsOver: (IsOver, Speaks) = (true, null); return "fine";
                default: return "fine";
            }
        }

        private string Bid(string bidder, long amount)
        {
            if (IsOver) return "203";
            if (Speaks is not null && Speaks != bidder) return "215";
            var own = OwnOr(bidder, 1001);
            if (amount < 0) return "205";
            if (amount > (Speaks is null ? own - 1 : own - form.Decrements.At(own))) return "214";
            if (Speaks is not null && amount < own - (form.MostMinor ?? own)) return "204";
            _offers.Add((bidder, amount));
            if (Speaks is null) return "fine";
            _someLower = true;
            Next(_now);
            return "fine";
        }

        private void Next(DateTimeOffset from)
        {
            Speaks = null;
            if (_toSpeak.Count == 0)
            {
                // Each bidder's last, best first, the earlier of equal ones before the later.
                var ranking = _offers.Select((offer, place) => (offer.Bidder, offer.Amount, place)).GroupBy(offer => offer.Bidder)
                    .Select(own => own.Last()).OrderBy(offer => offer.Amount).ThenBy(offer => offer.place).ToList();
                if (ranking.Count < 2 || _round == form.Turns || (_round > 0 && !_someLower))
                {
                    End();
                    return;
                }
                (_round, _someLower) = (_round + 1, false);
                foreach (var offer in Enumerable.Reverse(ranking)) _toSpeak.Enqueue(offer.Bidder);
            }
            Speaks = _toSpeak.Dequeue();
            _until = from + Turn;
        }

        private void End()
        {
            (IsOver, Speaks) = (true, null);
            if (_offers.Count > 0) Winner = $"{_offers.MinBy(offer => offer.Amount).Bidder} {Price}";
        }
    }
}
