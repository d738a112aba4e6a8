using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Auctioneer.Tests.Commands;

/// <summary>
/// What makes an actor of a running program fail for good, and the program ends in a way that no bidder can bring about: a logger beside
/// the program's own (<c>akka.loggers</c>), which kills what a line on standard input names, like <c>/user/auctioneer</c>.
/// </summary>
public sealed class Saboteur : UntypedActor
{
    /// <summary>Its setting; the program's own logger is still there.</summary>
    public const string Setting =
        "akka.loggers=[\"AkkaAuction.Auctioneer.Logging.HouseLogger, auctioneer\", "
            + "\"AkkaAuction.Auctioneer.Tests.Commands.Saboteur, AkkaAuction.Auctioneer.Tests\"]";

    protected override void OnReceive(object message)
    {
        if (message is not InitializeLogger) return;
        Sender.Tell(new LoggerInitialized());
        _ = ObeyAsync(Context.System);
    }

    private static async Task ObeyAsync(ActorSystem system)
    {
        while (await Console.In.ReadLineAsync().ConfigureAwait(false) is { } path) system.ActorSelection(path).Tell(Kill.Instance);
    }
}
