using System.IO.Pipelines;
using System.Text;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Originals;

/// <summary>What waits for a client of the original doors that reads slowly, or not at all.</summary>
public sealed class SlowReaderTests
{
    private static readonly RoomTexts Texts = new();

    [Fact]
    public async Task Of_prices_that_wait_the_newest_of_each_lot_is_told_and_sales_always_are()
    {
        var (pipe, output) = Stuck(hardLimit: 1 << 20, cut: _ => { });
        Write(output, new string('.', 1500));
        Price(output, "laptop", 1, "laptop 1");
        Price(output, "phone", 2, "phone 1");
        Price(output, "laptop", 3, "laptop 2");
        Write(output, "sold");
        Price(output, "laptop", 5, "laptop 3");
        output.Close();
        Assert.Equal(["first", new string('.', 1500), "phone 1", "laptop 2", "sold", "laptop 3"], await ReadAsync(pipe));
    }

    [Fact]
    public async Task Joined_lines_of_which_none_is_for_this_reader_let_a_newer_price_take_the_place_of_one_that_waits()
    {
        var (pipe, output) = Stuck(hardLimit: 1 << 20, cut: _ => { });
        Write(output, new string('.', 1500));
        Price(output, "laptop", 1, "laptop 1");
        Send(output, new RoomLine("for another", "client-2", null, null, 2));
        Price(output, "laptop", 3, "laptop 3");
        output.Close();
        Assert.Equal(["first", new string('.', 1500), "laptop 3"], await ReadAsync(pipe));
    }

    [Fact]
    public void Who_lets_too_much_wait_is_cut()
    {
        var reasons = new List<string>();
        var (_, output) = Stuck(hardLimit: 4096, reasons.Add);
        for (var i = 0; i < 10; i++) Write(output, new string('.', 1000));
        Assert.Contains("output-hard-limit", Assert.Single(reasons), StringComparison.Ordinal);
        Assert.True(output.Drained.IsCompleted);
    }

    // The peer has taken nothing of the first line: a flush is pending.
    private static (Pipe Pipe, TcpOutbox Output) Stuck(long hardLimit, Action<string> cut)
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));
        var output = new TcpOutbox(pipe.Writer, new OutputLimits(1024, hardLimit, TimeSpan.FromMinutes(1)), TimeProvider.System, cut);
        Write(output, "first");
        output.Flush();
        return (pipe, output);
    }

    private static async Task<string[]> ReadAsync(Pipe pipe)
    {
        var text = new StringBuilder();
        while (!text.ToString().EndsWith("laptop 3\n", StringComparison.Ordinal))
        {
            var read = await pipe.Reader.ReadAsync().AsTask().WaitAsync(Houses.Patience);
            text.Append(Encoding.UTF8.GetString(read.Buffer));
            pipe.Reader.AdvanceTo(read.Buffer.End);
        }
        return text.ToString().TrimEnd('\n').Split('\n');
    }

    private static void Write(TcpOutbox output, string text) => output.Write(text, RoomTexts.Encode);

    private static void Price(TcpOutbox output, string lot, long seq, string text) =>
        Send(output, new RoomLine(text, null, null, lot, seq));

    private static void Send(TcpOutbox output, RoomLine line) =>
        output.Write(Texts.Of(RoomMessage.Broadcast.Of([line])), .., "client-1", isNamed: false);
}
