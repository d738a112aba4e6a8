using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>Clients that mean no good, or know no better: an error to the one, the rest unharmed.</summary>
public sealed class HostileClientTests
{
    [Fact]
    public async Task Binary_noise_is_told_102_and_cut_after_so_many_faults_in_a_row()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot, "auction.doors.floor.faults-in-a-row=10");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var noise = await FloorClient.ConnectAsync(house.FloorEndPoint);
        var bytes = new byte[4000];
        new Random(7).NextBytes(bytes);
        for (var i = 0; i < bytes.Length; i += 100) bytes[i] = (byte)'\n';
        await noise.SendAsync(bytes);
        var told = await noise.ToEndAsync();
        Assert.True(told.Count >= 10);
        Assert.All(told, line => Assert.Matches("^ERROR 10[12] ", line));
        await ann.AskAsync("BID vase 101 x", "ACCEPTED x");
    }

    [Fact]
    public async Task A_good_line_between_bad_ones_begins_the_count_anew()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot, "auction.doors.floor.faults-in-a-row=3");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        for (var i = 0; i < 5; i++)
        {
            await ann.AskAsync("NONSENSE", "ERROR 101");
            await ann.AskAsync("NONSENSE", "ERROR 101");
            await ann.AskAsync("PING", "PONG");
        }
    }

    [Fact]
    public async Task A_connection_that_says_no_hello_is_closed()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot, "auction.doors.floor.hello-timeout=50ms");
        await using var mute = await FloorClient.ConnectAsync(house.FloorEndPoint);
        Assert.StartsWith("ERROR 104 ", Assert.Single(await mute.ToEndAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_half_closed_client_still_gets_its_answers_and_then_the_close()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot);
        await using var ann = await FloorClient.ConnectAsync(house.FloorEndPoint);
        await ann.SayAsync("HELLO ann", "BID vase 101 x", "ME", "PING end");
        ann.HalfClose();
        var lines = await ann.ToEndAsync();
        Assert.Contains(lines, l => l.StartsWith("ACCEPTED x vase 101.00 ", StringComparison.Ordinal));
        Assert.Contains("ACCOUNT purchases=0 spent=0.00", lines);
        Assert.Contains(lines, l => l.StartsWith("PONG end ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Half_a_line_before_the_close_is_told_that_it_has_no_end()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot);
        await using var ann = await FloorClient.ConnectAsync(house.FloorEndPoint);
        await ann.SendAsync("HELLO ann\nBID vase 101"u8.ToArray());
        ann.HalfClose();
        var lines = await ann.ToEndAsync();
        Assert.StartsWith("ERROR 102 ", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(lines, l => l.StartsWith("ACCEPTED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bidder_who_asks_and_never_reads_is_cut_and_the_others_notice_nothing()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot, "auction.doors.floor.stuck-after=200ms");
        await using var stuck = await FloorClient.EnterAsync(house.FloorEndPoint, "stuck");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        var pings = Enumerable.Repeat("PING " + new string('x', 4000), 16).ToArray();
        // Its requests pile up in the sockets' buffers until the house takes no more of them, and then cuts it.
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (true) await stuck.SayAsync(pings);
        });
        await ann.AskAsync("BID vase 101 x", "ACCEPTED x");
    }

    [Fact]
    public async Task A_client_that_goes_without_a_word_leaves_the_house_as_it_was()
    {
        await using var house = await Houses.OpenAsync(Houses.OneLot);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        for (var i = 0; i < 20; i++)
        {
            await using var brief = await FloorClient.ConnectAsync(house.FloorEndPoint);
            await brief.SayAsync($"HELLO guest{i}", "LIST", "BID vase 150");
        }
        await ann.AskAsync("BID vase 101 x", "ACCEPTED x");
    }
}
