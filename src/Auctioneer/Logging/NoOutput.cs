using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Auctioneer.Logging;

/// <summary>
/// Akka's log before and after a system's loggers live. It goes nowhere: standard output belongs to the screens, and of a system that cannot start a person
/// reads one sentence. <c>stdout-loglevel = OFF</c> is not enough: a system whose start fails logs past it while its loggers stop.
/// </summary>
internal sealed class NoOutput : MinimalLogger
{
    protected override void Log(object message) { }
}
