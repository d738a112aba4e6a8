using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Watches what a house cannot do without: its desks, the door of remote bidders, its journal. A desk that fails restarts from its facts;
/// one that fails at that, too, stops for good, and its doors would stay open while bids hang. A new desk would fail on the same facts, so
/// the house ends and names the failed part; what it answered is stored. The house calls the watch off before it ends its parts itself.
/// The board and the lots need no watching: their desk restarts them, whatever they fail on.
/// </summary>
internal sealed class HouseWatch
{
    private readonly TaskCompletionSource<string> _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IActorRef _watcher;

    /// <param name="system">Where it watches.</param>
    /// <param name="isKept">Whether the journal is on the disk.</param>
    public HouseWatch(ActorSystem system, bool isKept) =>
        _watcher = system.ActorOf(MadeBy<Watcher>.Props(() => new Watcher(_failed, isKept)), "house-watch");

    /// <summary>Ends when a part of the house is gone, with the reason for a person. The house must end then.</summary>
    public Task<string> Failed => _failed.Task;

    /// <summary>Watches a part from here on.</summary>
    /// <param name="part">Its actor.</param>
    /// <param name="what">What a person calls it, with a capital.</param>
    public void Over(IActorRef part, string what) => _watcher.Tell(new Watch(part, what), ActorRefs.NoSender);

    /// <summary>Something that is no actor has failed for good; it has been written about.</summary>
    public void Fail(string why) => _watcher.Tell(new Failure(why), ActorRefs.NoSender);

    /// <summary>The house ends its parts itself; what it says to them comes after this.</summary>
    public void CallOff() => _watcher.Tell(CalledOff.Instance, ActorRefs.NoSender);

    private sealed record Watch(IActorRef Part, string What) : INoSerializationVerificationNeeded;

    private sealed record Failure(string Why) : INoSerializationVerificationNeeded;

    private sealed record CalledOff : INoSerializationVerificationNeeded
    {
        public static CalledOff Instance { get; } = new();
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(TaskCompletionSource<string> failed, bool isKept)
        {
            var parts = new Dictionary<IActorRef, string>();
            var isOver = false;
            var log = Context.GetLogger();
            Receive<Watch>(watch =>
            {
                parts[watch.Part] = watch.What;
                Context.Watch(watch.Part);
            });
            Receive<Failure>(failure =>
            {
                if (!isOver) failed.TrySetResult(failure.Why);
            });
            Receive<CalledOff>(_ => isOver = true);
            Receive<Terminated>(gone =>
            {
                if (isOver) return;
                var path = string.Join('/', gone.ActorRef.Path.Elements);
                var why = $"{parts[gone.ActorRef]} (/{path}) has failed and could not begin again. "
                    + "Nobody would answer there any more, so the house ends. "
                    + (isKept
                        ? "Everything that was answered is in the journal: start the house again, and it goes on from there. "
                        : "Its facts were kept in memory and end with it. ")
                    + "What it failed on is in the log.";
                log.Error("{Why}", why);
                failed.TrySetResult(why);
            });
        }
    }
}

/// <summary>A house cannot open, or cannot go on: which part of it failed, and what to do.</summary>
public sealed class HouseException : Exception
{
    public HouseException() { }

    public HouseException(string message) : base(message) { }

    public HouseException(string message, Exception? innerException) : base(message, innerException) { }
}
