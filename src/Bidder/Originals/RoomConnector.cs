using System.Net.Sockets;
using System.Text;
using Akka.Actor;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Messages;

namespace AkkaAuction.Bidder.Originals;

/// <summary>Connects one bidder to a bidding room, as if it were a floor.</summary>
/// <param name="host">A name or an address.</param>
/// <param name="port">1 to 65535.</param>
/// <param name="self">The bidder's own name.</param>
/// <param name="time">The clock.</param>
public sealed class RoomConnector(string host, int port, string self, TimeProvider time) : IFloorConnector
{
    private readonly RoomTranslator _translator = new(self, RoomItem.OfTheOriginal, time);

    public IFloorConnection Connect(IActorRef owner, long life)
    {
        var connection = new RoomConnection(host, port, _translator, time, owner, life);
        connection.Start();
        return connection;
    }
}

/// <summary>A connection to a bidding room.</summary>
internal sealed class RoomConnection(string host, int port, RoomTranslator translator, TimeProvider time, IActorRef owner, long life)
    : HouseConnection<string>(host, port, owner, life, UnhandledBatchesMax, UnsentMax)
{
    private const int UnhandledBatchesMax = 64;
    private const int UnsentMax = 256;

    public override void Send(Request request)
    {
        // The reading loop uses the translator too; the results of both must arrive in the order of their making.
        lock (translator) Do(translator.Take(request));
    }

    protected override void Opened()
    {
        lock (translator) translator.Connected();
    }

    protected override async Task<string> ReadAsync(Socket socket, CancellationToken closing)
    {
        var stream = new NetworkStream(socket);
        await using (stream.ConfigureAwait(false))
        {
            var reader = new LooseReader(stream, time);
            while (true)
            {
                await MayReadAsync(closing).ConfigureAwait(false);
                if (await reader.NextAsync(closing).ConfigureAwait(false) is not { } line) return "the house closed the connection";
                lock (translator)
                {
                    var step = translator.Read(line);
                    // A line without a result does not reach the owner, which would report it handled.
                    if (step.Lines.IsEmpty) Handled();
                    Do(step);
                }
            }
        }
    }

    // With a newline: a room that knows lines needs no silence to see the end of a bid.
    protected override async Task WriteAsync(Socket socket, CancellationToken closing)
    {
        await foreach (var text in Unsent.ReadAllAsync(closing).ConfigureAwait(false))
        {
            ReadOnlyMemory<byte> unsent = Encoding.UTF8.GetBytes(text + "\n");
            while (!unsent.IsEmpty) unsent = unsent[await socket.SendAsync(unsent, closing).ConfigureAwait(false)..];
        }
    }

    private void Do(RoomTranslator.Step step)
    {
        if (!step.Lines.IsDefaultOrEmpty) Tell(step.Lines);
        if (step.Ends) Close();
        else if (step.Wire is { } text) Put(text);
    }
}
