using System.Buffers;
using System.Net;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;
using Microsoft.AspNetCore.Connections;

namespace AkkaAuction.Bench.Floor;

/// <summary>
/// The server's process: a whole house with its floor door, or a baseline: a Kestrel connection handler that cuts what it reads into lines
/// and sends each back, listening by the same code; or a loop that sends the same lines to all. It says its port, then answers each line on
/// standard input with the bytes it has allocated, the processor time it has used and the commits of its journal so far, and ends with the
/// input.
/// </summary>
public static class Servers
{
    public static async Task<int> RunAsync(Options options)
    {
        if (options.Text("mode", "house") == "echo")
        {
            await using var port = TcpPort.Take(
                "floor", "127.0.0.1", 0, Descriptors.OfProcess(Console.Error.WriteLine), (connection, _) => EchoAsync(connection));
            await port.ServeAsync(CancellationToken.None);
            await AnswerAsync(port.EndPoint);
            return 0;
        }
        var (lots, sales) = (options.Number("lots", 100), options.Number("sales", 1));
        if (options.Text("mode", "house") == "raw")
        {
            await SendLoop.RunAsync(lots, endPoint => AnswerAsync(endPoint));
            return 0;
        }
        var settings = HouseSettings.Load(null,
        [
            .. options.Text("set", "").Split(',', StringSplitOptions.RemoveEmptyEntries),
            "auction.doors.floor.port=0", "auction.doors.floor.lines-per-second=100000000", "auction.rounds.limit=1",
            "auction.stop.grace=0s", $"auction.sale.bidders-to-start={(sales > 1 ? 1 : options.Number("connections", 100))}",
            $"auction.rounds.length={options.Number("round-seconds", 10)}s",
        ]);
        Catalogue[] catalogues = options.Text("mode", "house") == "room" ? [Room(lots)]
            : sales == 1 ? [RandomCatalogue.Make(1, lots, 100, 100, 1, 1, settings)]
            : [.. Enumerable.Range(0, sales).Select(sale => Of(sale, RandomCatalogue.Make(1, lots / sales, 100, 100, 1, 1, settings)))];
        await using var house = await House.StartAsync(
            settings, catalogues, new HouseOptions { JournalFile = options.Text("journal", "") is { Length: > 0 } file ? file : null });
        await AnswerAsync(house.FloorEndPoint!, () => house.JournalCommits);
        return 0;
    }

    /// <summary>What a sale is called where there are several.</summary>
    internal static string NameOf(int sale) => $"s{sale}";

    private static Catalogue Of(int sale, Catalogue lots) => lots with { Head = new CatalogueHead { Name = NameOf(sale) } };

    private static Catalogue Room(int lots) => new([.. Enumerable.Range(1, lots).Select(i => new LotTerms(
        $"lot-{i:00}", "A lot", new RoomTerms(TimeSpan.FromMinutes(10)), 100, 1, Currency.Default, 1_000_000_000))]);

    internal static async Task AnswerAsync(IPEndPoint endPoint, Func<long>? commits = null)
    {
        Console.WriteLine(endPoint.Port);
        while (await Console.In.ReadLineAsync() is not null)
            Console.WriteLine($"{GC.GetTotalAllocatedBytes()} {Cpu().TotalMilliseconds:0} {commits?.Invoke() ?? 0}");
    }

    private static TimeSpan Cpu()
    {
        using var self = System.Diagnostics.Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }

    private static async Task EchoAsync(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        while (true)
        {
            var read = await input.ReadAsync();
            var buffer = read.Buffer;
            while (TryReadLine(ref buffer, out var line))
            {
                foreach (var piece in line) output.Write(piece.Span);
            }
            input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) return;
            await output.FlushAsync();
        }
    }

    private static bool TryReadLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        var end = buffer.PositionOf((byte)'\n');
        if (end is null)
        {
            line = default;
            return false;
        }
        var next = buffer.GetPosition(1, end.Value);
        line = buffer.Slice(0, next);
        buffer = buffer.Slice(next);
        return true;
    }
}
