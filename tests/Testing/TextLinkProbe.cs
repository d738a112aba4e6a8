using Akka.Actor;
using AkkaAuction.Auctioneer.Originals;

namespace AkkaAuction.Testing;

/// <summary>
/// A connection to the bidding room or the sealed-bid house without a socket. Each line that its session writes goes to a probe; what it
/// says waits until it has a session.
/// </summary>
internal sealed class TextLinkProbe(IActorRef probe) : ITextLink
{
    private readonly TaskCompletionSource<IActorRef> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A line that the session wrote.</summary>
    public sealed record Line(string Text);

    /// <summary>The connection was closed.</summary>
    public sealed record Closed;

    public string Peer => "127.0.0.1:1";

    public Task Say(string text) => Tell(new TextMessage.Said(text));

    /// <summary>The client goes.</summary>
    public Task Leave() => Tell(TextMessage.InputEnded.Instance);

    public void Attach(IActorRef session) => _session.TrySetResult(session);

    public void Write(string line)
    {
        foreach (var text in line.Split('\n')) probe.Tell(new Line(text));
    }

    public void Flush() { }

    public void Next() { }

    public void Close() => probe.Tell(new Closed());

    private async Task Tell(TextMessage message) => (await _session.Task.WaitAsync(Patience.Most)).Tell(message, ActorRefs.NoSender);
}
