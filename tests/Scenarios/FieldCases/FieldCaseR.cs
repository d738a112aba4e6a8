using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;
using AkkaAuction.Bidder.Originals;
using Microsoft.Extensions.Time.Testing;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>R: our clients at a server that sends no newlines: 100 ms of silence end a message, as at our doors.</summary>
public sealed class FieldCaseR
{
    private readonly WatchedTime _time = new();
    private readonly Pipe _pipe = new(new PipeOptions(readerScheduler: PipeScheduler.Inline));

    [Fact]
    public async Task Without_a_newline_a_message_is_whole_after_100_ms_of_silence()
    {
        var reader = new LooseReader(_pipe.Reader.AsStream(), _time);
        await Send("New highest bid for Lap");
        var message = reader.NextAsync(CancellationToken.None);
        await _time.TimerAsync();
        Pass(99);
        await Send("top: $550.25");
        await _time.TimerAsync();
        Pass(99);
        Assert.False(message.IsCompleted);
        Pass(1);
        Assert.Equal("New highest bid for Laptop: $550.25", await message.WaitAsync(Patience.Most));
    }

    [Fact]
    public async Task A_newline_ends_a_message_at_once_and_holds_the_server_to_lines()
    {
        var reader = new LooseReader(_pipe.Reader.AsStream(), _time);
        await Send("Item Laptop sold to Client 1 for $600\nCongratulations! You");
        Assert.Equal("Item Laptop sold to Client 1 for $600", await reader.NextAsync(CancellationToken.None).WaitAsync(Patience.Most));
        var message = reader.NextAsync(CancellationToken.None);
        Pass(1000);
        Assert.False(message.IsCompleted);
        await Send(" won Laptop for $600\n");
        Assert.Equal("Congratulations! You won Laptop for $600", await message.WaitAsync(Patience.Most));
    }

    [Fact]
    public async Task Messages_of_one_moment_are_taken_apart_and_the_end_of_the_stream_ends_the_last()
    {
        string[] messages =
        [
            "Item Laptop sold to Client 1 for $600.5", "Congratulations! You won Laptop for $600.5",
            "Bid rejected. Either the bid is too low or you already have the highest bid.", "Item Lamp 5 not found or sold out.",
            "New highest bid for Item 7: $9", "Your bid for Item 7 is now the highest at $10",
        ];
        var reader = new LooseReader(_pipe.Reader.AsStream(), _time);
        await Send(string.Concat(messages));
        await _pipe.Writer.CompleteAsync();
        foreach (var message in messages) Assert.Equal(message, await reader.NextAsync(CancellationToken.None).WaitAsync(Patience.Most));
        Assert.Null(await reader.NextAsync(CancellationToken.None).WaitAsync(Patience.Most));
    }

    [Fact]
    public async Task The_room_client_hears_a_server_without_newlines()
    {
        using var server = Listen();
        await using var room = ProgramRun.Of(Programs.Bidder, ["room", "127.0.0.1", PortOf(server)]);
        using var client = await server.AcceptTcpClientAsync();
        room.Type("Laptop,600");
        await HearAsync(client, "Laptop,600");
        await client.GetStream().WriteAsync("Your bid for Laptop is now the highest at $600"u8.ToArray());
        await room.UntilAsync("Your bid for Laptop is now the highest at $600");
        await client.GetStream().WriteAsync("Item Laptop sold to Client 1 for $600Congratulations! You won Laptop for $600"u8.ToArray());
        await room.UntilAsync("Item Laptop sold to Client 1 for $600");
        await room.UntilAsync("Congratulations! You won Laptop for $600");
    }

    [Fact]
    public async Task The_sealed_client_hears_a_server_without_newlines()
    {
        using var server = Listen();
        await using var house = ProgramRun.Of(Programs.Bidder, ["sealed", "127.0.0.1", PortOf(server)]);
        using (var client = await server.AcceptTcpClientAsync())
        {
            await client.GetStream().WriteAsync("Your role is: [Buyer]"u8.ToArray());
            await house.UntilAsync("Your role is: [Buyer]");
            await client.GetStream().WriteAsync("Bidding start!"u8.ToArray());
            await house.UntilAsync("The bidding has started!");
            await client.GetStream().WriteAsync("Auction finished!"u8.ToArray());
            await house.UntilAsync("Auction finished!");
        }
        Assert.Equal(0, await house.EndAsync());
    }

    [Fact]
    public async Task A_room_bot_hears_a_server_without_newlines_and_is_never_deaf_to_a_win()
    {
        using var server = Listen();
        await using var bots = ProgramRun.Of(
            Programs.Bidder, ["bots", "--connect", $"127.0.0.1:{PortOf(server)}", "--door", "room", "--chance", "1", "--json"]);
        using var client = await server.AcceptTcpClientAsync();
        var bid = await HearAsync(client, ",");
        var (item, amount) = (bid.Split(',')[0], bid.Split(',')[1].Trim());
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes($"Your bid for {item} is now the highest at ${amount}"));
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(
            $"Item {item} sold to Client 1 for ${amount}Congratulations! You won {item} for ${amount}"));
        // It bids on: it has heard the answer.
        await HearAsync(client, ",");
        await bots.SignalAsync("TERM");
        await bots.EndAsync();
        Assert.Contains($"\"lot\": \"{item}\"", string.Concat(bots.Lines), StringComparison.Ordinal);
    }

    private async Task Send(string text) => await _pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private static TcpListener Listen()
    {
        var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        return server;
    }

    private static string PortOf(TcpListener server) => $"{((IPEndPoint)server.LocalEndpoint).Port}";

    private static async Task<string> HearAsync(TcpClient client, string part)
    {
        using var patience = new CancellationTokenSource(Patience.Most);
        var heard = "";
        var buffer = new byte[4096];
        while (!heard.Contains(part, StringComparison.Ordinal))
        {
            var read = await client.GetStream().ReadAsync(buffer, patience.Token);
            Assert.NotEqual(0, read);
            heard += Encoding.UTF8.GetString(buffer, 0, read);
        }
        return heard;
    }

    /// <summary>Time that passes when the test says so, once the reader waits for it.</summary>
    private sealed class WatchedTime : FakeTimeProvider
    {
        private readonly Channel<bool> _timers = Channel.CreateUnbounded<bool>();

        /// <summary>Waits for the next timer.</summary>
        public async Task TimerAsync() => await _timers.Reader.ReadAsync().AsTask().WaitAsync(Patience.Most);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timers.Writer.TryWrite(true);
            return timer;
        }
    }
}
