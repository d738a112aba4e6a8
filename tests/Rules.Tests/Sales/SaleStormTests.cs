using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Rules.Tests.Sales;

/// <summary>
/// Seeded storms of commands, sensible and not, twice and too late, with a clock that jumps, against a model written from the rule book
/// without a look at the rules: a pile of flags that is asked after every command what must be true.
/// </summary>
public sealed class SaleStormTests
{
    private static readonly string[] Bidders = ["ann", "bob", "cho"];
    private static readonly string[] RoundLots = ["lamp", "vase", "urn"];
    private static readonly string[] TimedLots = ["clock"];

    [Theory, Trait("Requirement", "R1.12")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void The_sale_does_what_the_rule_book_says(int seed)
    {
        var random = new Random(seed);
        var ended = 0;
        for (var run = 0; run < 250; run++)
        {
            int? limit = random.Next(2) == 0 ? random.Next(1, 6) : null;
            int? silence = random.Next(2) == 0 ? random.Next(1, 3) : null;
            DateTimeOffset? opensAt = random.Next(2) == 0 ? TestSale.Start.AddSeconds(random.Next(300)) : null;
            var (toStart, allActed) = (random.Next(opensAt is null ? 1 : 0, 3), random.Next(2) == 0);
            var sale = new TestSale(string.Join(' ', RoundLots), string.Join(' ', TimedLots), limit, silence, toStart, allActed, opensAt);
            var model = new Model(limit, silence, toStart, allActed, opensAt);
            for (var step = 0; step < 150; step++)
            {
                // House time may stand still and may jump on, but is never earlier than what was stored.
                sale.Now += TimeSpan.FromSeconds(random.Next(12) switch { 0 => 60, 1 => 3600, 2 => 0, _ => random.Next(0, 10) });
                var command = Any(random, sale.State);
                sale.Do(command);
                model.Do(command, sale.Now);
                Assert.Equal(model.Told(), Told(sale.State));
            }
            Assert.Equal(TestSale.Told(sale.State), TestSale.Told(sale.Replayed()));
            Assert.True(sale.Facts.OfType<SaleFact.LotClosed>().CountBy(closed => closed.Lot).All(lot => lot.Value == 1));
            if (sale.State.Phase == SalePhase.Ended) ended++;
        }
        Assert.InRange(ended, 20, 250); // or the storm has not come far
    }

    private static SaleCommand Any(Random random, SaleState state)
    {
        var bidder = Bidders[random.Next(Bidders.Length)];
        var lot = RoundLots[random.Next(RoundLots.Length)];
        var round = random.Next(8) == 0 ? state.Round + random.Next(-1, 2) : state.Round;
        return random.Next(14) switch
        {
            0 or 1 => new SaleCommand.Come(bidder),
            2 => new SaleCommand.Leave(bidder),
            3 or 4 or 5 => new SaleCommand.Act(bidder, round),
            6 or 7 => new SaleCommand.ClockReached(),
            8 => new SaleCommand.ReportClosed(TimedLots[0], 1, 0),
            10 when random.Next(20) == 0 => new SaleCommand.Close(),
            9 when state.RoundsOver is not null || random.Next(10) == 0 => new SaleCommand.ReportClosed(lot, 2, 1),
            _ => new SaleCommand.ReportRound(lot, round, random.Next(3), random.Next(3)),
        };
    }

    private static string Told(SaleState state) =>
        $"{state.Phase} round {state.Round} owing [{string.Join(',', state.LotsOwingReport)}] "
            + $"open [{string.Join(',', state.LotsNotClosed)}] over {state.RoundsOver} {state.Sold}/{state.Unsold}";

    private sealed class Model(int? limit, int? silence, int toStart, bool allActed, DateTimeOffset? opensAt)
    {
        private readonly SortedSet<string> _here = [];
        private readonly HashSet<string> _acted = [];
        private readonly SortedSet<string> _selling = new(RoundLots, StringComparer.Ordinal);
        private readonly SortedSet<string> _notClosed = new([.. RoundLots, .. TimedLots], StringComparer.Ordinal);
        private readonly SortedSet<string> _owing = new(StringComparer.Ordinal);
        private bool _open, _running, _ending, _ended, _closing;
        private RoundsOverReason? _over;
        private int _round, _bids, _silent, _sold, _unsold;
        private DateTimeOffset _until;

        public void Do(SaleCommand command, DateTimeOffset now)
        {
            if (_ended) return;
            switch (command)
            {
                case SaleCommand.Come come:
                    _here.Add(come.Bidder);
                    break;
                case SaleCommand.Leave leave:
                    _here.Remove(leave.Bidder);
                    break;
                case SaleCommand.Act act:
                    if (_running && act.Round == _round) _acted.Add(act.Bidder);
                    break;
                case SaleCommand.ReportRound report:
                    if (!_ending || report.Round != _round || !_owing.Remove(report.Lot)) break;
                    _bids += report.Bids;
                    if (report.UnitsLeft == 0) _selling.Remove(report.Lot);
                    break;
                case SaleCommand.ReportClosed report:
                    if (!_notClosed.Remove(report.Lot)) break;
                    _selling.Remove(report.Lot);
                    (_sold, _unsold) = (_sold + report.Sold, _unsold + report.Unsold);
                    break;
            }
            if (command is SaleCommand.Close) _closing = true;
            if (!_open && _closing && _over is null) OpenRound(now);
            if (!_open && !_closing && _here.Count >= toStart && (opensAt is null || opensAt <= now))
            {
                _open = true;
                OpenRound(now);
            }
            if (_running && (now >= _until || _closing || (allActed && _here.Count > 0 && _here.All(_acted.Contains))))
                (_running, _ending) = (false, true);
            if (_ending && _owing.Count == 0)
            {
                _ending = false;
                _silent = _bids == 0 ? _silent + 1 : 0;
                OpenRound(now);
            }
            if (_over is not null && _notClosed.Count == 0) _ended = true;
        }

        public string Told()
        {
            var phase = _ended ? SalePhase.Ended
                : _running ? SalePhase.RoundRunning
                : _ending ? SalePhase.RoundEnding
                : _open ? SalePhase.Open
                : SalePhase.Waiting;
            return $"{phase} round {_round} owing [{string.Join(',', _owing)}] "
                + $"open [{string.Join(',', _notClosed)}] over {_over} {_sold}/{_unsold}";
        }

        private void OpenRound(DateTimeOffset now)
        {
            if (_selling.Count == 0) _over = RoundsOverReason.SoldOut;
            else if (_closing) _over = RoundsOverReason.CloseOrdered;
            else if (_round == limit) _over = RoundsOverReason.RoundLimit;
            else if (_silent == silence) _over = RoundsOverReason.Silence;
            if (_over is not null) return;
            (_round, _running, _until, _bids) = (_round + 1, true, now + TestSale.RoundLength, 0);
            _acted.Clear();
            _owing.UnionWith(_selling);
        }
    }
}
