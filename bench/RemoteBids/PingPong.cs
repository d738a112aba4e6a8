using System.Diagnostics;
using Akka.Actor;

namespace AkkaAuction.Bench.RemoteBids;

/// <summary>
/// S7's baseline, as Akka.NET's own benchmark of remoting has it: so many clients, each with an actor of its own on the other side and so
/// many short strings on their way to it and back. Nothing of ours is in it, neither serializer nor protocol; a round trip counts once.
/// </summary>
internal static class PingPong
{
    private const string Ping = "hit";

    public static async Task<(double PerSecond, bool IsRight)> RunAsync(
        ActorSystem system, string desk, int clients, int inFlight, int each)
    {
        var ready = Enumerable.Range(0, clients)
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .ToArray();
        var done = Enumerable.Range(0, clients)
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .ToArray();
        var actors = Enumerable.Range(0, clients)
            .Select(i => system.ActorOf(Props.Create(() => new Client(desk, inFlight, each, ready[i], done[i]))))
            .ToArray();
        await Task.WhenAll(ready.Select(r => r.Task)).WaitAsync(Bidders.Patience);
        var watch = Stopwatch.StartNew();
        foreach (var actor in actors) actor.Tell(Go.Instance, ActorRefs.NoSender);
        await Task.WhenAll(done.Select(d => d.Task)).WaitAsync(Bidders.Patience);
        var perSecond = (double)clients * each / watch.Elapsed.TotalSeconds;
        foreach (var actor in actors) system.Stop(actor);
        return (perSecond, true);
    }

    private sealed class Go
    {
        public static readonly Go Instance = new();
    }

    private sealed class Client(string desk, int inFlight, int each, TaskCompletionSource ready, TaskCompletionSource done) : UntypedActor
    {
        private IActorRef _pong = ActorRefs.Nobody;
        private int _sent;
        private int _back;

        protected override void PreStart() => Context.ActorSelection(desk).Tell(Ping, Self);

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case string when _pong.IsNobody():
                    _pong = Sender;
                    ready.TrySetResult();
                    break;
                case string:
                    if (++_back == each) done.TrySetResult();
                    else if (_sent < each) Send();
                    break;
                case Go:
                    while (_sent < Math.Min(inFlight, each)) Send();
                    break;
            }
        }

        private void Send()
        {
            _sent++;
            _pong.Tell(Ping, Self);
        }
    }
}
