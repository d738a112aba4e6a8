using System.Buffers;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Akka.Actor;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Bench.Peers;

/// <summary>
/// The least of the floor's protocol that the load needs: HELLO, and BID, which asks the lot. Answers leave when they come; those that
/// are there together leave with one flush. The round opens when all bidders are there, as in the house.
/// </summary>
internal sealed class TextbookDoor(IReadOnlyDictionary<string, IActorRef> lots, int bidders)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _bidders;

    public async Task ServeAsync(ConnectionContext connection)
    {
        var answers = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
        var writing = WriteAsync(connection, answers.Reader);
        var (input, bidder) = (connection.Transport.Input, "");
        while (true)
        {
            var read = await input.ReadAsync();
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var words = Encoding.UTF8.GetString(buffer.Slice(0, end)).Split(' ');
                buffer = buffer.Slice(buffer.GetPosition(1, end));
                if (words[0] == "BID") _ = BidAsync(bidder, words, answers.Writer);
                else _ = WelcomeAsync(bidder = words[1], answers.Writer);
            }
            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) break;
        }
        answers.Writer.TryComplete();
        await writing;
    }

    private async Task WelcomeAsync(string bidder, ChannelWriter<string> answers)
    {
        answers.TryWrite($"WELCOME {bidder}\nREADY 0\n");
        if (Interlocked.Increment(ref _bidders) == bidders) _opened.SetResult();
        await _opened.Task;
        answers.TryWrite("ROUND 1 OPEN 1\n");
    }

    private async Task BidAsync(string bidder, string[] words, ChannelWriter<string> answers)
    {
        try
        {
            var bid = new TextbookLot.PlaceBid(bidder, (long)(decimal.Parse(words[2], CultureInfo.InvariantCulture) * 100));
            var answer = await lots[words[1]].Ask<object>(bid, Patience);
            answers.TryWrite(answer is TextbookLot.Refused refused
                ? $"REFUSED {words[3]} {words[1]} 204 price={refused.PriceMinor}\n"
                : $"ACCEPTED {words[3]} {words[1]} {words[2]}\n");
        }
        catch (Exception fault)
        {
            // The load ends with this line.
            answers.TryWrite($"ERROR 500 {fault.Message}\n");
        }
    }

    private static async Task WriteAsync(ConnectionContext connection, ChannelReader<string> answers)
    {
        var output = connection.Transport.Output;
        while (await answers.WaitToReadAsync())
        {
            while (answers.TryRead(out var answer)) Encoding.UTF8.GetBytes(answer, output);
            await output.FlushAsync();
        }
    }
}
