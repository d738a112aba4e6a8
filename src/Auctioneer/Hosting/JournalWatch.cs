using Akka.Event;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>Passes on how the journal fares: to the log, to whoever watches, and to whoever runs the house.</summary>
internal sealed class JournalWatch(ILoggingAdapter log, IJournalWatcher? next, HouseWatch house) : IJournalWatcher
{
    /// <summary>Why nothing can be stored now; null: it can.</summary>
    public string? Trouble { get; private set; }

    public void Paused(string why)
    {
        Trouble = why;
        log.Warning("{Why}", why);
        next?.Paused(why);
    }

    public void Resumed()
    {
        Trouble = null;
        log.Warning("The journal can be written again");
        next?.Resumed();
    }

    public void Failed(string why)
    {
        Trouble = why;
        log.Error("{Why}", why);
        next?.Failed(why);
        house.Fail(why);
    }
}
