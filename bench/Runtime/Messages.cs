using Akka.Actor;

namespace AkkaAuction.Bench.Runtime;

/// <summary>Counts, and says when it has all.</summary>
internal sealed class Counter(int expected, TaskCompletionSource done) : UntypedActor
{
    private int _seen;

    protected override void OnReceive(object message)
    {
        if (++_seen == expected) done.SetResult();
    }
}

/// <summary>Sends back what it gets.</summary>
internal sealed class Pong : UntypedActor
{
    protected override void OnReceive(object message) => Sender.Tell(message, Self);
}

/// <summary>Keeps so many messages going back and forth until each made its share of rounds.</summary>
internal sealed class Ping(IActorRef pong, int rounds, int inFlight, TaskCompletionSource done) : UntypedActor
{
    public static readonly object Begin = new();
    private static readonly object Ball = new();

    private int _toSend = rounds;
    private int _toReceive = rounds;

    protected override void OnReceive(object message)
    {
        if (ReferenceEquals(message, Begin))
        {
            for (var sent = 0; sent < inFlight; sent++) Send();
            return;
        }
        if (_toSend > 0) Send();
        if (--_toReceive == 0) done.SetResult();
    }

    private void Send()
    {
        _toSend--;
        pong.Tell(Ball, Self);
    }
}
