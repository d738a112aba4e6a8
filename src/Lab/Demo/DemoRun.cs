using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Lab.Demo;

/// <summary>
/// Runs a whole sale: a house with a TCP door on a free local port, bots that connect to it, and rounds until everything is sold or nobody
/// bids. The same settings give the same account: chance comes from the seed alone, a round waits for every bidder, and a draw, not the
/// faster socket, decides between equal bids.
/// </summary>
public static class DemoRun
{
    private const string Host = "127.0.0.1";
    private const long BudgetMinor = 1_000_00;
    private const long PriceFromMinor = 20_00;
    private const long PriceToMinor = 200_00;
    private const int UnitsMax = 6;

    private static readonly TimeSpan LastLinesPatience = TimeSpan.FromSeconds(10);

    private static readonly string Quiet = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """;

    /// <summary>Runs it to its end; when interrupted, shows the account as it stands.</summary>
    /// <param name="settings">The demo's settings.</param>
    /// <param name="screen">Shows the demo.</param>
    /// <param name="remarks">Gets remarks for people who compare two runs.</param>
    /// <param name="interrupted">Stops it.</param>
    /// <returns>Whether the house's account and the bidders' own agree.</returns>
    /// <exception cref="InputException">The house could not open, or the bidders could not take part.</exception>
    public static async Task<bool> RunAsync(DemoSettings settings, IDemoScreen screen, TextWriter remarks, CancellationToken interrupted)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(screen);
        ArgumentNullException.ThrowIfNull(remarks);
        var watcher = new Watcher();
        var (house, catalogue) = await OpenAsync(settings, watcher, interrupted);
        await using var closing = house;
        var door = house.FloorEndPoint!;
        screen.Opened(door.ToString(), settings, catalogue);

        // Kept from what was watched: when the demo is stopped, the account is that of what was shown, while the house may be further.
        var book = new AccountBook();
        book.Begin(1, catalogue);

        using var bidders = ActorSystem.Create("bidders", ConfigurationFactory.ParseString(Quiet));
        var fleet = BotFleet.Start(bidders, new BotFleetSettings
        {
            Host = Host,
            Port = door.Port,
            Count = settings.Bots,
            Seed = settings.Seed,
            BudgetMinor = BudgetMinor,
            // Without rounds there is no next try: each bidder says what a lot is worth to it.
            Strategy = settings.Format is null ? "random" : "truthful",
            Think = Within(screen.Pace, settings.Round),
            Hooks = new FleetHooks { OnAct = (_, _) => watcher.OnAct() },
        });
        try
        {
            // A fleet that fails ends the watching: without its bidders the sale would wait for ever.
            _ = fleet.Completed.ContinueWith(
                _ => watcher.End(), CancellationToken.None, TaskContinuationOptions.NotOnRanToCompletion, TaskScheduler.Default);
            _ = house.Failed.ContinueWith(_ => watcher.End(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            var isOver = await WatchAsync(watcher, book, screen, remarks, interrupted);
            if (!isOver && house.Failed.IsCompleted) throw new InputException($"the house cannot go on: {await house.Failed}");
            // At the sale's end each bot closes its book after the last line; otherwise the demo stops them.
            if (isOver) await Task.WhenAny(fleet.Completed, Task.Delay(LastLinesPatience, CancellationToken.None));
            fleet.Stop();
            var own = await fleet.Completed;
            if (own.Failures is [var failed, ..]) throw new InputException($"the bidders cannot take part: {failed}");
            var account = DemoAccount.Of(door.ToString(), book.Now(), own.Bidders.Select(b => (b.Name, b.BudgetMinor)));
            screen.Ended(account);
            if (!account.House.IsFinal || account.Disagreement(own) is not { } wrong) return true;
            await remarks.WriteLineAsync($"lab: the books do not agree: {wrong}.");
            return false;
        }
        catch (FleetFailedException failure)
        {
            throw new InputException($"the bidders cannot take part: {failure.Message}", failure);
        }
        finally
        {
            await bidders.Terminate();
        }
    }

    // Thinking must not take up the round, or the clock would end it and not the bidders.
    private static ThinkTime Within(ThinkTime pace, TimeSpan round)
    {
        var most = round / 3;
        return new(pace.Shortest < most ? pace.Shortest : most, pace.Longest < most ? pace.Longest : most);
    }

    private static async Task<(House, Catalogue)> OpenAsync(DemoSettings settings, Watcher watcher, CancellationToken interrupted)
    {
        try
        {
            var invariant = CultureInfo.InvariantCulture;
            var house = HouseSettings.Load(null,
            [
                $"auction.doors.floor.host={Host}",
                "auction.doors.floor.port=0",
                string.Create(invariant, $"auction.doors.floor.connections={settings.Bots + 100}"),
                string.Create(invariant, $"auction.sale.bidders-to-start={settings.Bots}"),
                string.Create(invariant, $"auction.rounds.length={settings.Round.TotalMilliseconds:0}ms"),
                string.Create(invariant, $"auction.rounds.silence={DemoSettings.SilentRounds}"),
                "auction.rounds.close-when-all-acted=on",
                "auction.rounds.ties=drawn",
                string.Create(invariant, $"auction.rounds.seed={settings.Seed}"),
                "auction.stop.grace=0s",
                "akka.loglevel=WARNING",
            ]);
            var catalogue = settings.Format is { } format
                ? ReadyCatalogues.Read(format, house, settings.Round)
                : RandomCatalogue.Make(settings.Seed, settings.Lots, PriceFromMinor, PriceToMinor, 1, UnitsMax, house);
            var options = new HouseOptions { Observer = watcher, SystemName = "demo" };
            return (await House.StartAsync(house, catalogue, options, interrupted), catalogue);
        }
        catch (SettingsException fault)
        {
            throw new InputException($"the house cannot open: {fault.Message}", fault);
        }
    }

    // Whether the sale came to its end.
    private static async Task<bool> WatchAsync(
        Watcher watcher, AccountBook book, IDemoScreen screen, TextWriter remarks, CancellationToken interrupted)
    {
        DateTimeOffset closesAt = default;
        var (cutShort, isOver) = (0, false);
        try
        {
            await foreach (var seen in watcher.Seen.ReadAllAsync(interrupted))
            {
                interrupted.ThrowIfCancellationRequested();
                if (seen.Notice is not { } notice)
                {
                    screen.Acted(seen.Acted);
                    continue;
                }
                if (notice is Notice.RoundOpened opened) closesAt = opened.ClosesAt;
                if (notice is Notice.RoundClosed && seen.At >= closesAt) cutShort++;
                book.Add(notice);
                screen.Announced(notice, book);
                if (isOver = notice is Notice.SaleEnded) break;
            }
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            // Interrupted: the demo still shows the sales so far.
        }
        if (cutShort > 0)
            await remarks.WriteLineAsync(
                $"lab: {EventLines.Plural(cutShort, "round")} ended by its length before every bidder had bid or passed; "
                + "another run may end otherwise. A longer --round helps.");
        return isOver;
    }
}
