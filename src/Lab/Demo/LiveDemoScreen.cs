using System.Diagnostics;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;
using Spectre.Console;

namespace AkkaAuction.Lab.Demo;

/// <summary>
/// A sale on a terminal: one table that stays where it is and changes as units go, the latest events below it. Bots think for a moment
/// before they act, so that a person can follow; how long is drawn from the seed like everything else and changes nothing of the account.
/// </summary>
public sealed class LiveDemoScreen : IDemoScreen
{
    /// <summary>Nobody sees more pictures than this, and hundreds of bots act at once.</summary>
    private static readonly TimeSpan BetweenPictures = TimeSpan.FromMilliseconds(80);

    /// <summary>About a round each second.</summary>
    private static readonly ThinkTime Watchable = new(TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(900));

    private readonly IAnsiConsole _console;
    private readonly LiveDisplayContext _live;
    private readonly LiveFrame _frame = new();
    private DemoAccount? _account;
    private long _drawnAt;

    private LiveDemoScreen(IAnsiConsole console, LiveDisplayContext live)
    {
        _console = console;
        _live = live;
    }

    public ThinkTime Pace => Watchable;

    /// <summary>Runs something that is watched here; its last picture stays, and the account follows below.</summary>
    /// <returns>What it returned.</returns>
    public static async Task<bool> ShowAsync(TextWriter to, Func<IDemoScreen, Task<bool>> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(to) });
        // A terminal that cannot put the cursor back would show one picture below the other.
        if (!console.Profile.Capabilities.Ansi) return await run(new PlainDemoScreen(to, Watchable));
        LiveDemoScreen? screen = null;
        var agreed = await console.Live(new Text(""))
            .Overflow(VerticalOverflow.Crop).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
        {
            screen = new LiveDemoScreen(console, live);
            return await run(screen);
        });
        if (screen?._account is { } account) console.Write(LiveFrame.Account(account));
        return agreed;
    }

    public void Opened(string door, DemoSettings settings, Catalogue catalogue)
    {
        _frame.Open(door, settings, catalogue);
        Draw();
    }

    public void Announced(Notice notice, AccountBook book)
    {
        _frame.Tell(notice, book);
        if (notice is Notice.RoundOpened or Notice.SaleEnded) Draw();
        else DrawSometimes();
    }

    public void Acted(int bidders)
    {
        _frame.Acted = bidders;
        DrawSometimes();
    }

    public void Ended(DemoAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        _account = account;
        _frame.End(account.House.IsFinal);
        Draw();
    }

    private void DrawSometimes()
    {
        if (Stopwatch.GetElapsedTime(_drawnAt) >= BetweenPictures) Draw();
    }

    private void Draw()
    {
        _drawnAt = Stopwatch.GetTimestamp();
        _live.UpdateTarget(_frame.Picture(_console.Profile.Height));
    }
}
