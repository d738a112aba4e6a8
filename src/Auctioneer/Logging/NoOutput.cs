using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Auctioneer.Logging;

/// <summary>
/// Drops Akka's log before and after a system's loggers live: standard output belongs to the screens, and the house says in one sentence
/// why a system cannot start. <c>stdout-loglevel = OFF</c> is not enough: a system whose start fails logs past it while its loggers stop.
/// </summary>
internal sealed class NoOutput : MinimalLogger
{
    protected override void Log(object message) { }
}
