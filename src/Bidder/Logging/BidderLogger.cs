using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using AkkaAuction.CommandLine;
using AkkaAuction.Messages.Remote.Guard;

namespace AkkaAuction.Bidder.Logging;

/// <summary>
/// The bidders' log, on standard error: standard output belongs to the screen and to <c>--json</c>. The actor system makes it, as
/// <see cref="BidderSystem"/> configures it.
/// </summary>
public sealed class BidderLogger : ReceiveActor
{
    public BidderLogger()
    {
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        // The bidders and the node report faults of the node's connections in their own words.
        Receive<LogEvent>(PeerEvents.Is, _ => { });
        Receive<LogEvent>(log => Console.Error.WriteLine(
            $"bidder: {Level(log)} {log.LogSource}: {ShownText.Of($"{log.Message}")}{(log.Cause is null ? "" : $" ({log.Cause})")}"));
    }

    private static string Level(LogEvent log) => log.LogLevel() switch
    {
        LogLevel.ErrorLevel => "error",
        LogLevel.WarningLevel => "warning",
        _ => "info",
    };
}

/// <summary>The actor system that the bidder's commands run in: quiet, and on standard error where it is not.</summary>
public static class BidderSystem
{
    private const string Hocon = """
        akka {
          # Bots and their links come and go; a message to one that has gone is no news.
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          loglevel = WARNING
          stdout-loglevel = OFF
          loggers = ["AkkaAuction.Bidder.Logging.BidderLogger, bidder"]
        }
        """;

    public static Config Config { get; } = ConfigurationFactory.ParseString(Hocon);

    public static ActorSystem Create() => ActorSystem.Create("bidders", Config);

    /// <summary>Ends the system, for at most as long as a person is willing to wait.</summary>
    public static async Task EndAsync(ActorSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        await Task.WhenAny(system.Terminate(), Task.Delay(TimeSpan.FromSeconds(3))).ConfigureAwait(false);
    }
}
