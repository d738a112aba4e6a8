using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using AkkaAuction.Bidder.Remote;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;

namespace AkkaAuction.Bench.RemoteBids;

/// <summary>Bids handed one by one to the bidder's own connection, as its bots do: what gathers on the way goes out together.</summary>
internal static class ThroughBidder
{
    public static async Task<(double PerSecond, bool IsRight)> RunAsync(
        ActorSystem system, RemoteNode node, string name, int count, int inFlight, int each)
    {
        var ready = Enumerable.Range(0, count)
            .Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .ToArray();
        var done = Enumerable.Range(0, count)
            .Select(_ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously))
            .ToArray();
        var bidders = Enumerable.Range(0, count)
            .Select(i => system.ActorOf(Props.Create(() => new Bidder(node, $"{name}-{i}", inFlight, each, ready[i], done[i]))))
            .ToArray();
        await Task.WhenAll(ready.Select(r => r.Task)).WaitAsync(Bidders.Patience);
        var watch = Stopwatch.StartNew();
        foreach (var bidder in bidders) bidder.Tell(Go.Instance, ActorRefs.NoSender);
        var right = (await Task.WhenAll(done.Select(d => d.Task)).WaitAsync(Bidders.Patience)).All(isRight => isRight);
        var perSecond = (double)count * each / watch.Elapsed.TotalSeconds;
        foreach (var bidder in bidders) system.Stop(bidder);
        return (perSecond, right);
    }

    private sealed class Go
    {
        public static readonly Go Instance = new();
    }

    private sealed class Bidder(
        RemoteNode node, string name, int inFlight, int each, TaskCompletionSource ready, TaskCompletionSource<bool> done) : UntypedActor
    {
        private readonly bool[] _answered = new bool[each];
        private IFloorConnection _house = null!;
        private int _asked;
        private int _answers;
        private bool _right = true;

        protected override void PreStart() => _house = node.ConnectorFor(name).Connect(Self, 1);

        protected override void PostStop() => _house.Close();

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case ConnectionEvent.Opened: _house.Send(new Request.Hello(name, null)); break;
                case ConnectionEvent.LinesRead read:
                    foreach (var line in read.Lines) Hear(line.Answer);
                    _house.Handled();
                    break;
                case ConnectionEvent.Lost: done.TrySetResult(_answers == each && _right); break;
                case Go:
                    while (_asked < Math.Min(inFlight, each)) Bid();
                    break;
            }
        }

        private void Hear(Answer? answer)
        {
            switch (answer)
            {
                case Answer.Accepted accepted:
                    var at = int.Parse(accepted.BidId, CultureInfo.InvariantCulture);
                    _right &= !_answered[at] && accepted.AmountMinor == Bidders.Amount(at) && accepted.Lot == Bidders.Lot(at);
                    _answered[at] = true;
                    _answers++;
                    if (_asked < each) Bid();
                    else if (_answers == each) done.TrySetResult(_right);
                    break;
                case Answer.Ready: ready.TrySetResult(); break;
                case Answer.Refused or Answer.Error: _right = false; break;
            }
        }

        private void Bid()
        {
            var number = _asked++;
            _house.Send(new Request.Bid(Bidders.Lot(number), Bidders.Amount(number), number.ToString(CultureInfo.InvariantCulture)));
        }
    }
}
