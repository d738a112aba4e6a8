using Akka.Event;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>Passes on how the journal fares: to the log, to whoever watches, and to whoever runs the house.</summary>
internal sealed class JournalWatch(ILoggingAdapter log, IJournalWatcher? next, HouseWatch house) : IJournalWatcher
{
    public void Paused(string why)
    {
        log.Warning("{0}", why);
        next?.Paused(why);
    }

    public void Resumed()
    {
        log.Warning("The journal can be written again");
        next?.Resumed();
    }

    public void Failed(string why)
    {
        log.Error("{0}", why);
        next?.Failed(why);
        house.Fail(why);
    }
}
