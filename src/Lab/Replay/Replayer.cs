using Akka.Actor;
using Akka.Configuration;

namespace AkkaAuction.Lab.Replay;

/// <summary>An actor system under virtual time, in which recorded auctions are held again, one after the other.</summary>
public sealed class Replayer : IAsyncDisposable
{
    private static readonly string Settings = $$"""
        akka {
          scheduler.implementation = "{{VirtualScheduler.TypeName}}"
          # What fails here comes out as an exception: nothing else may write into the result.
          loglevel = OFF
          stdout-loglevel = OFF
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """;

    private readonly ActorSystem _system;
    private readonly IActorRef _clerk;

    public Replayer()
    {
        _system = ActorSystem.Create("replay", ConfigurationFactory.ParseString(Settings));
        _clerk = _system.ActorOf(HistoryClerk.Props((VirtualScheduler)_system.Scheduler), "clerk");
    }

    /// <summary>Holds one recorded auction again. One at a time.</summary>
    public Task<ReplayedAuction> PlayAsync(BidHistory history)
    {
        var done = new TaskCompletionSource<ReplayedAuction>(TaskCreationOptions.RunContinuationsAsynchronously);
        _clerk.Tell(new HistoryClerk.Play(history, done));
        return done.Task;
    }

    public async ValueTask DisposeAsync() => await _system.Terminate();
}
