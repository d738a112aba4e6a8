using System.Diagnostics;
using Akka.Actor;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Remote;

namespace AkkaAuction.Bench.RemoteBids;

/// <summary>Ten bidders of one node, each with so many bids on their way.</summary>
internal static class Bidders
{
    public const int Count = 10;
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<(double PerSecond, bool IsRight)> RunAsync(
        ActorSystem system, string desk, string name, int perMessage, int inFlight, int each)
    {
        var ready = new CountdownEvent(Count);
        var isReady = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = Enumerable.Range(0, Count)
            .Select(_ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously))
            .ToArray();
        Action isHere = () =>
        {
            if (ready.Signal()) isReady.TrySetResult();
        };
        var bidders = done
            .Select((end, i) => system.ActorOf(
                Props.Create(() => new Bidder(desk, $"{name}-{i}", perMessage, inFlight, each, isHere, end))))
            .ToArray();
        await isReady.Task.WaitAsync(Patience);
        var watch = Stopwatch.StartNew();
        foreach (var bidder in bidders) bidder.Tell(Go.Instance, ActorRefs.NoSender);
        var right = (await Task.WhenAll(done.Select(end => end.Task)).WaitAsync(Patience)).All(isRight => isRight);
        var perSecond = (double)Count * each / watch.Elapsed.TotalSeconds;
        foreach (var bidder in bidders) system.Stop(bidder);
        ready.Dispose();
        return (perSecond, right);
    }

    private sealed class Go
    {
        public static readonly Go Instance = new();
    }

    private sealed class Bidder : UntypedActor
    {
        private readonly string _desk;
        private readonly string _name;
        private readonly int _perMessage;
        private readonly int _inFlight;
        private readonly int _each;
        private readonly Action _ready;
        private readonly TaskCompletionSource<bool> _done;
        private readonly bool[] _answered;
        private IActorRef _session = ActorRefs.Nobody;
        private ulong _key;
        private int _asked;
        private int _answers;
        private long _lastBatch;
        private bool _right = true;
        private bool _isReady;

        public Bidder(string desk, string name, int perMessage, int inFlight, int each, Action ready, TaskCompletionSource<bool> done)
        {
            (_desk, _name, _perMessage, _inFlight, _each, _ready, _done) = (desk, name, perMessage, inFlight, each, ready, done);
            _answered = new bool[each];
        }

        protected override void PreStart() =>
            Context.ActorSelection(_desk).Tell(new RemoteMessage.Register(RemoteMessage.Version, _name, null), Self);

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case RemoteMessage.Opened opened:
                    _session = Sender;
                    _key = opened.Key;
                    break;
                case RemoteMessage.LineBatch batch: Read(batch); break;
                case Go: Bid(); break;
            }
        }

        private void Read(RemoteMessage.LineBatch batch)
        {
            _right &= batch.Number == ++_lastBatch;
            foreach (var line in batch.Lines)
            {
                switch (line.Answer)
                {
                    case Answer.Accepted accepted:
                        var at = int.Parse(accepted.BidId);
                        _right &= !_answered[at] && accepted.AmountMinor == Amount(at) && accepted.Lot == Lot(at);
                        _answered[at] = true;
                        _answers++;
                        break;
                    case Answer.Ready when !_isReady:
                        _isReady = true;
                        _ready();
                        break;
                    case Answer.Refused or Answer.Error: _right = false; break;
                }
            }
            _session.Tell(new RemoteMessage.Confirmation(_key, _lastBatch, _asked), Self);
            if (_answers == _each) _done.TrySetResult(_right);
            else if (_asked > 0) Bid();
        }

        private void Bid()
        {
            while (_asked < _each && _asked - _answers + _perMessage <= _inFlight)
            {
                var count = Math.Min(_perMessage, _each - _asked);
                var bids = new Request?[count];
                for (var i = 0; i < count; i++) bids[i] = new Request.Bid(Lot(_asked + i), Amount(_asked + i), $"{_asked + i}");
                _session.Tell(new RemoteMessage.RequestBatch(_key, _asked + 1, [.. bids]), Self);
                _asked += count;
            }
        }
    }

    // One lot after the other, each time higher: every bid is taken.
    public static string Lot(int bid) => $"lot-{bid % Server.Lots}";

    public static long Amount(int bid) => 200 + bid;
}
