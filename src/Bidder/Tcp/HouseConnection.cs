using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Threading.Channels;
using Akka.Actor;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Tcp;

/// <summary>
/// A TCP connection to one of a house's doors. It belongs to the link that opened it, which hears when it is open and when it is lost; two
/// loops on the thread pool read and write, so that a thousand bots need no thread each. Reading waits while the owner is behind, and a
/// house that does not read is left. What is said on it is for each door's own connection.
/// </summary>
/// <typeparam name="TUnsent">The type of queued output.</typeparam>
/// <param name="unhandledMax">Batches that the owner may be behind.</param>
/// <param name="unsentMax">The most output that may be queued.</param>
[SuppressMessage("Reliability", "CA1001", Justification =
    "Its owner may close it or hand batches back at any time, also after it ended; neither field holds anything but memory.")]
internal abstract class HouseConnection<TUnsent>(
    string host, int port, IActorRef owner, long life, int unhandledMax, int unsentMax) : IFloorConnection
{
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _mayRead = new(unhandledMax);
    private readonly Channel<TUnsent> _unsent = Channel.CreateBounded<TUnsent>(
        new BoundedChannelOptions(unsentMax) { SingleReader = true });

    public void Start() => _ = Task.Run(RunAsync);

    public abstract void Send(Request request);

    public void Handled() => _mayRead.Release();

    public void Close() => _closing.Cancel();

    protected ChannelReader<TUnsent> Unsent => _unsent.Reader;

    /// <summary>
    /// Puts something to what is to be written. Full: the house has not read for hundreds of requests, and a new connection takes the state
    /// up again.
    /// </summary>
    protected void Put(TUnsent unsent)
    {
        if (!_unsent.Writer.TryWrite(unsent)) Close();
    }

    /// <summary>Tells the owner what was read: one batch, which it hands back with <see cref="Handled"/>.</summary>
    protected void Tell(ImmutableArray<FloorLine> lines) => Tell(new ConnectionEvent.LinesRead(life, lines));

    /// <summary>Waits until the owner is not behind: before each batch.</summary>
    protected Task MayReadAsync(CancellationToken closing) => _mayRead.WaitAsync(closing);

    /// <summary>The connection is open; the owner does not know yet.</summary>
    protected virtual void Opened() { }

    /// <summary>Reads to the end.</summary>
    /// <returns>Why it ended, for a person.</returns>
    protected abstract Task<string> ReadAsync(Socket socket, CancellationToken closing);

    /// <summary>Writes <see cref="Unsent"/> to the end.</summary>
    protected abstract Task WriteAsync(Socket socket, CancellationToken closing);

    private void Tell(ConnectionEvent what) => owner.Tell(what, ActorRefs.NoSender);

    private async Task RunAsync()
    {
        string reason;
        try
        {
            reason = await TalkAsync(_closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            reason = "closed here";
        }
        catch (Exception trouble) when (trouble is SocketException or IOException)
        {
            reason = trouble.Message;
        }
        _unsent.Writer.TryComplete();
        Tell(new ConnectionEvent.Lost(life, reason));
    }

    private async Task<string> TalkAsync(CancellationToken closing)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(host, port, closing).ConfigureAwait(false);
        Opened();
        Tell(new ConnectionEvent.Opened(life));
        var writing = WriteAsync(socket, closing);
        try
        {
            return await ReadAsync(socket, closing).ConfigureAwait(false);
        }
        finally
        {
            _unsent.Writer.TryComplete();
            await _closing.CancelAsync().ConfigureAwait(false);
            await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
