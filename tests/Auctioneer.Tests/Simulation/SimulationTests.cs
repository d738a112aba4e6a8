using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using AkkaAuction.Rules.Forms;
using AkkaAuction.Rules.Forms.Dutch;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// P1 to P7 over many seeds: <c>tests/simulate.sh 10000</c> runs ten thousand. A seed that fails is named with the line that runs it again.
/// </summary>
public sealed class SimulationTests
{
    private const int Steps = 3000;

    [Fact]
    public void Whatever_happens_in_whatever_order_no_promise_is_broken()
    {
        var isOne = Environment.GetEnvironmentVariable("AUCTION_SEED") is not null;
        var from = Number("AUCTION_SEED", 1);
        // So many seconds, where no number is asked for: on another machine those are
        // other numbers of seeds, but always the same first ones.
        var seeds = isOne
            ? 1
            : Number("AUCTION_SEEDS", Environment.GetEnvironmentVariable("AUCTION_SECONDS") is null ? 200 : int.MaxValue - from);
        var time = TimeSpan.FromSeconds(Number("AUCTION_SECONDS", int.MaxValue / 1000));
        var watch = Stopwatch.StartNew();
        var total = new Tally();
        var options = new ParallelOptions { MaxDegreeOfParallelism = isOne ? 1 : Environment.ProcessorCount };
        Parallel.For(from, from + seeds, options, (seed, loop) =>
        {
            if (watch.Elapsed > time)
            {
                loop.Stop();
                return;
            }
            try
            {
                using var house = new SimulatedHouse(seed, HasMoreForms(seed));
                house.Run(Steps);
                total.Add(house);
                if (isOne)
                {
                    Console.WriteLine($"the journal of seed {seed} is {Convert.ToHexStringLower(SHA256.HashData(house.Disk.Bytes()))}");
                }
            }
            catch (Exception fault)
            {
                total.Fails(seed, fault);
                loop.Stop();
            }
        });
        if (total.Failed is { } failed)
        {
            throw new InvalidOperationException(
                $"Seed {failed.Seed} fails; again: AUCTION_SEED={failed.Seed} tests/simulate.sh",
                failed.Fault);
        }
        Console.WriteLine($"{total} in {watch.Elapsed.TotalSeconds:F0} s: no promise is broken");
        // What never happens in them, they do not show.
        if (total.Seeds >= 100) total.MustHaveSeenEverything();
    }

    /// <summary>Every other seed has a sale of the later forms.</summary>
    private static bool HasMoreForms(int seed) => seed % 2 == 1;

    /// <summary>
    /// Seeds that once found a fault. With several sales: 2, the list of sales told of an end that was not stored; 35, a sale that was let
    /// go of was shown before it was stored; 36, the operator closed a run before it was put up; 40, a bid of the run before was refused
    /// by one that was not put up; 203, a sale was shown before it was put up; 1370, one was listed before that; 5748, a JOIN that reached
    /// a sale's actor as it ended was never answered. What the others found is in the tests of what was mended.
    /// </summary>
    [Theory]
    [InlineData(11)]
    [InlineData(16)]
    [InlineData(54)]
    [InlineData(1669)]
    [InlineData(2)]
    [InlineData(35)]
    [InlineData(36)]
    [InlineData(40)]
    [InlineData(203)]
    [InlineData(1370)]
    [InlineData(5748)]
    public void A_seed_that_once_failed_keeps_every_promise(int seed)
    {
        using var house = new SimulatedHouse(seed);
        house.Run(Steps);
    }

    [Fact]
    public void The_same_seed_is_the_same_journal_byte_for_byte()
    {
        static byte[] Journal(int seed)
        {
            using var house = new SimulatedHouse(seed);
            house.Run(Steps);
            return house.Disk.Bytes();
        }

        foreach (var seed in (int[])[4711, 4712, 4713])
        {
            Assert.Equal(Journal(seed), Journal(seed));
            Assert.NotEqual(Journal(seed), Journal(seed + 1));
        }
    }

    /// <summary>What happened in all of them.</summary>
    private sealed class Tally
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, int> _sold = new(StringComparer.Ordinal);
        private int _extensions;
        private (long Crashes, long Facts, long Bids, long Awards, long Closed, long Results) _sum;

        public int Seeds { get; private set; }

        public (int Seed, Exception Fault)? Failed { get; private set; }

        public void Add(SimulatedHouse house)
        {
            var seen = house.Promises.Seen;
            lock (_lock)
            {
                Seeds++;
                foreach (var (form, units) in house.Promises.Sold) _sold[form] = _sold.GetValueOrDefault(form) + units;
                _extensions += house.Promises.Extensions;
                _sum = (
                    _sum.Crashes + house.Crashes, _sum.Facts + house.Disk.Rows.Count, _sum.Bids + seen.Bids, _sum.Awards + seen.Awards,
                    _sum.Closed + seen.Closed,
                    _sum.Results + seen.Results);
            }
        }

        public void Fails(int seed, Exception fault)
        {
            lock (_lock)
            {
                if (Failed is null || seed < Failed.Value.Seed) Failed = (seed, fault);
            }
        }

        // No sale here has a Dutch lot: the books know no price that the clock moves.
        public void MustHaveSeenEverything() =>
            Assert.True(
                _sum.Crashes > Seeds
                    && _sum.Bids > Seeds * 10
                    && _sum.Awards > Seeds * 5
                    && _sum.Closed > Seeds
                    && _sum.Results > Seeds / 2
                    && _extensions > Seeds / 10
                    && FormRegistry.All.All(form => form is DutchForm || _sold.GetValueOrDefault(form.Name) > Seeds / 50),
                ToString());

        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Seeds} seeds, {_sum.Crashes} crashes, {_sum.Facts} facts, {_sum.Bids} bids, {_sum.Awards} "
                    + $"awards, {_sum.Closed} lots closed, {_sum.Results} sealed auctions, {_extensions} "
                    + $"extensions; sold in {string.Join(", ", _sold.OrderBy(s => s.Key).Select(s => $"{s.Key} {s.Value}"))}");
    }

    private static int Number(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
