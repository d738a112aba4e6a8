using System.Diagnostics;
using Akka.Actor;

namespace AkkaAuction.Bench.Remote;

internal readonly record struct Figure(double PerSecond, double BytesPerMessage, bool IsRight);

/// <summary>The node that sends and measures.</summary>
internal sealed class Client(Address server, double scale) : IAsyncDisposable
{
    public const int Pairs = 10;
    public const int Window = 1_000;
    private const int BidsPerBatch = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ActorSystem _system = Server.Start("client");

    public (string Name, Func<Task<Figure>> Run)[] Figures =>
    [
        ("ping-pong, 10 pairs, 100 in flight each", () => PingPong(Pairs, 100, (int)(60_000 * scale), 1)),
        ("ping-pong, 1 pair, 1 in flight", () => PingPong(1, 1, (int)(10_000 * scale), 1)),
        ("ping-pong of bids, batches of 50", () => PingPong(Pairs, 20, (int)(10_000 * scale), BidsPerBatch)),
        ("one way, 8 windows of 1000", () => OneWay((int)(500 * scale) + 8)),
    ];

    public async ValueTask DisposeAsync() => await _system.Terminate();

    /// <summary>Each pair keeps so many messages going back and forth until it has sent <paramref name="repeat"/>. Both ways are counted.</summary>
    private async Task<Figure> PingPong(int pairs, int inFlight, int repeat, int bidsPerMessage)
    {
        var ended = new TaskCompletionSource<bool>[pairs];
        var pingers = new IActorRef[pairs];
        for (var i = 0; i < pairs; i++)
        {
            var done = ended[i] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            var echo = await _system.ActorSelection($"{server}/user/echo{i}").ResolveOne(Patience);
            pingers[i] = _system.ActorOf(Props.Create(() => new Pinger(echo, inFlight, repeat, bidsPerMessage, done)));
        }

        var (allocated, watch) = (GC.GetTotalAllocatedBytes(true), Stopwatch.StartNew());
        foreach (var pinger in pingers) pinger.Tell(Begin.Instance, ActorRefs.NoSender);
        var right = (await Task.WhenAll(ended.Select(each => each.Task)).WaitAsync(Patience)).All(each => each);
        var messages = 2.0 * pairs * repeat * bidsPerMessage;
        var figure = new Figure(messages / watch.Elapsed.TotalSeconds, (GC.GetTotalAllocatedBytes(true) - allocated) / messages, right);
        foreach (var pinger in pingers) _system.Stop(pinger);
        return figure;
    }

    private async Task<Figure> OneWay(int windows)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        var sink = await _system.ActorSelection($"{server}/user/sink").ResolveOne(Patience);
        var streamer = _system.ActorOf(Props.Create(() => new Streamer(sink, windows, done)));
        var (allocated, watch) = (GC.GetTotalAllocatedBytes(true), Stopwatch.StartNew());
        streamer.Tell(Begin.Instance, ActorRefs.NoSender);
        var right = await done.Task.WaitAsync(Patience);
        var messages = (double)windows * Window;
        var figure = new Figure(messages / watch.Elapsed.TotalSeconds, (GC.GetTotalAllocatedBytes(true) - allocated) / messages, right);
        _system.Stop(streamer);
        return figure;
    }

    private sealed class Begin
    {
        public static readonly Begin Instance = new();
    }

    private sealed class Pinger : UntypedActor
    {
        private readonly IActorRef _echo;
        private readonly int _inFlight;
        private readonly int _repeat;
        private readonly int _bidsPerMessage;
        private readonly TaskCompletionSource<bool> _done;
        private int _sent;
        private int _back;
        private bool _right = true;

        public Pinger(IActorRef echo, int inFlight, int repeat, int bidsPerMessage, TaskCompletionSource<bool> done) =>
            (_echo, _inFlight, _repeat, _bidsPerMessage, _done) = (echo, inFlight, repeat, bidsPerMessage, done);

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Begin:
                    for (var i = 0; i < Math.Min(_inFlight, _repeat); i++) Send();
                    break;
                case Bid bid:
                    Returned(bid.Id, bid.Amount);
                    break;
                case Batch batch:
                    Returned(batch.Bids[^1].Id, batch.Bids[^1].Amount);
                    break;
            }
        }

        private void Returned(long id, long amount)
        {
            _right &= id == _back && amount == id * 7;
            if (++_back == _repeat) _done.TrySetResult(_right);
            else if (_sent < _repeat) Send();
        }

        private void Send()
        {
            var bid = new Bid(_sent, _sent * 7L);
            _sent++;
            _echo.Tell(_bidsPerMessage == 1 ? bid : new Batch([.. Enumerable.Repeat(bid, _bidsPerMessage)]), Self);
        }
    }

    private sealed class Streamer : UntypedActor
    {
        private const int Ahead = 8;

        private readonly IActorRef _sink;
        private readonly int _windows;
        private readonly TaskCompletionSource<bool> _done;
        private long _sent;
        private int _acknowledged;
        private bool _right = true;

        public Streamer(IActorRef sink, int windows, TaskCompletionSource<bool> done) => (_sink, _windows, _done) = (sink, windows, done);

        protected override void OnReceive(object message)
        {
            if (message is long received)
            {
                _acknowledged++;
                _right &= received == (long)_acknowledged * Window;
                if (_acknowledged == _windows) _done.TrySetResult(_right);
            }

            while (_sent < (long)_windows * Window && _sent < (long)(_acknowledged + Ahead) * Window)
            {
                for (var i = 0; i < Window; i++, _sent++) _sink.Tell(new Bid(_sent, _sent * 7), Self);
            }
        }
    }
}
