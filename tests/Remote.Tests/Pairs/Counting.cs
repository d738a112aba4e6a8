using System.Globalization;
using Akka.Actor;

namespace AkkaAuction.Remote.Tests.Pairs;

/// <summary>
/// Counts numbers that come in order, 0 again from the first. Whoever asks by a number in words, like <c>1000</c>, is told it when it has counted so far, or -1 as soon as
/// one was missing: so nobody has to ask again and again.
/// </summary>
internal sealed class Counting : ReceiveActor
{
    private int _next;
    private (int Wanted, IActorRef By)? _asked;

    public Counting()
    {
        Receive<int>(number =>
        {
            _next = number == _next ? _next + 1 : number == 0 ? 1 : -1;
            Tell();
        });
        Receive<string>(wanted =>
        {
            _asked = (int.Parse(wanted, CultureInfo.InvariantCulture), Sender);
            Tell();
        });
    }

    private void Tell()
    {
        if (_asked is not var (wanted, by) || (_next >= 0 && _next < wanted)) return;
        by.Tell(_next);
        _asked = null;
    }
}
