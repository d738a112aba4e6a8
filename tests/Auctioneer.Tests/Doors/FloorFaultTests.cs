using System.Text;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>Every code of the floor's protocol, told with its number and what would be right.</summary>
public sealed class FloorFaultTests
{
    private const string TwoForms = """
        lots = [
          { id = vase, start = "100.00", units = 2, seller = sam }
          { id = clock, form = proxy, start = "10.00", increment = "1.00", open-for = 1h }
        ]
        """;

    [Theory]
    [InlineData("FOO", 101)]
    [InlineData("HELO ann", 101)]
    [InlineData("", 102)]
    [InlineData(" PING", 102)]
    [InlineData("PING ", 102)]
    [InlineData("PING  x", 102)]
    [InlineData("PING \"x", 102)]
    [InlineData("BID", 102)]
    [InlineData("BID vase", 102)]
    [InlineData("BID vase 1 x y", 102)]
    [InlineData("BID vase 101 not/an/id", 102)]
    [InlineData("BID vase 101 0123456789012345678901234567890123456789012345678901234567890123x", 102)]
    [InlineData("LIST all", 102)]
    [InlineData("PASS a b", 102)]
    [InlineData("HELLO bob", 102)]
    [InlineData("HELLO a/b", 302)]
    [InlineData("HELLO 123456789012345678901234567890123", 302)]
    [InlineData("PASS nothing", 201)]
    [InlineData("\u0001", 102)]
    public async Task A_line_that_cannot_be_taken_gets_its_code_and_the_next_is_taken(string line, int code)
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        Assert.Matches($"^ERROR {code} \".+\"$", await ann.AskAsync(line, "ERROR"));
        await ann.AskAsync("PING still", "PONG still");
    }

    [Theory]
    [InlineData("BID vase 101")]
    [InlineData("LIST")]
    [InlineData("ME")]
    [InlineData("PASS")]
    public async Task Before_hello_nothing_else_is_taken(string line)
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var nobody = await FloorClient.ConnectAsync(house.FloorEndPoint);
        Assert.StartsWith("ERROR 104 ", await nobody.AskAsync(line, "ERROR"), StringComparison.Ordinal);
        await nobody.AskAsync("HELLO somebody", "READY");
    }

    [Theory]
    [InlineData("1e9")]
    [InlineData("-5")]
    [InlineData("+5")]
    [InlineData("NaN")]
    [InlineData("1.234")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1,5")]
    [InlineData("0x10")]
    [InlineData("\"5\"")]
    public async Task What_is_no_amount_is_refused_with_205_and_the_lots_price(string amount)
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        Assert.Matches("^REFUSED x vase 205 price=100.00 next=100.01 \".+\"$", await ann.AskAsync($"BID vase {amount} x", "REFUSED"));
    }

    [Theory]
    [InlineData("99999999999999999999")]
    [InlineData("1000000000.01")]
    public async Task More_than_the_house_takes_is_refused_with_206(string amount)
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        Assert.Matches("^REFUSED x vase 206 price=100.00 next=100.01 \".+\"$", await ann.AskAsync($"BID vase {amount} x", "REFUSED"));
        await ann.AskAsync("BID vase 1000000000.00 y", "ACCEPTED y");
    }

    [Fact]
    public async Task An_unknown_lot_is_refused_with_201_and_no_price()
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        Assert.Matches("^REFUSED x nope 201 price=- next=- \".+\"$", await ann.AskAsync("BID nope 5 x", "REFUSED"));
        Assert.Matches("^REFUSED y n\u00f6pe 201 price=- next=- \".+\"$", await ann.AskAsync("BID n\u00f6pe 5 y", "REFUSED"));
    }

    [Fact]
    public async Task A_lot_that_is_not_open_is_refused_with_202()
    {
        await using var house = await Houses.OpenAsync(TwoForms, "auction.sale.bidders-to-start=2");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        Assert.StartsWith("REFUSED x vase 202 price=100.00 ", await ann.AskAsync("BID vase 101 x", "REFUSED"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bid_that_is_too_low_is_refused_with_204_and_what_would_do()
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        Assert.StartsWith(
            "REFUSED x vase 204 price=100.00 next=100.01 ",
            await ann.AskAsync("BID vase 100 x", "REFUSED"),
            StringComparison.Ordinal);
        await ann.AskAsync("BID vase 100.01 y", "ACCEPTED y vase 100.01");
    }

    [Fact]
    public async Task The_seller_is_refused_with_208()
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var sam = await FloorClient.EnterAsync(house.FloorEndPoint, "sam");
        Assert.StartsWith(
            "REFUSED x vase 208 price=100.00 next=- ",
            await sam.AskAsync("BID vase 101 x", "REFUSED"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_with_301_and_its_holder_notices_nothing()
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var thief = await FloorClient.ConnectAsync(house.FloorEndPoint);
        Assert.StartsWith("ERROR 301 ", await thief.AskAsync("HELLO ann", "ERROR"), StringComparison.Ordinal);
        Assert.StartsWith(
            "ERROR 301 ",
            await thief.AskAsync("HELLO ann 00000000000000000000000000000000", "ERROR"),
            StringComparison.Ordinal);
        await thief.AskAsync("HELLO thief", "WELCOME thief");
        await ann.AskAsync("PING me", "PONG me");
    }

    [Fact]
    public async Task Who_comes_back_with_the_token_takes_the_older_connection_over_and_keeps_its_bids()
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        var first = await ann.AskAsync("BID vase 150 x", "ACCEPTED");
        await using var again = await FloorClient.ConnectAsync(house.FloorEndPoint);
        Assert.StartsWith($"WELCOME ann {ann.Token} ", await again.AskAsync($"HELLO ann {ann.Token}", "WELCOME"), StringComparison.Ordinal);
        Assert.Contains(await ann.ToEndAsync(), l => l.StartsWith("ERROR 301 ", StringComparison.Ordinal));
        Assert.Equal(first, await again.AskAsync("BID vase 150 x", "ACCEPTED"));
        Assert.StartsWith("REFUSED x vase 209 ", await again.AskAsync("BID vase 160 x", "REFUSED"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_of_4096_bytes_is_taken_and_one_of_4097_is_told_103_and_closes()
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        var longest = "PING " + new string('x', 4096 - 5);
        Assert.StartsWith("PONG xxx", await ann.AskAsync(longest, "PONG"), StringComparison.Ordinal);
        await ann.SayAsync(longest + "y");
        var rest = await ann.ToEndAsync();
        Assert.StartsWith("ERROR 103 ", rest[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_never_ends_is_told_103_and_closes()
    {
        await using var house = await Houses.OpenAsync(TwoForms);
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.SendAsync(Encoding.ASCII.GetBytes(new string('x', 100_000)));
        Assert.StartsWith("ERROR 103 ", (await ann.ToEndAsync())[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_lines_at_once_are_told_105()
    {
        await using var house = await Houses.OpenAsync(TwoForms, "auction.doors.floor.lines-per-second=5");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await ann.SayAsync([.. Enumerable.Repeat("PING", 50)]);
        Assert.StartsWith("ERROR 105 ", await ann.UntilAsync("ERROR"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Beyond_the_ceiling_a_connection_is_told_401_and_closed()
    {
        await using var house = await Houses.OpenAsync(TwoForms, "auction.doors.floor.connections=1");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        await using var bob = await FloorClient.ConnectAsync(house.FloorEndPoint);
        Assert.StartsWith("ERROR 401 ", Assert.Single(await bob.ToEndAsync()), StringComparison.Ordinal);
        await ann.AskAsync("PING me", "PONG me");
    }

    [Fact]
    public async Task A_house_that_stops_refuses_bids_with_402_answers_and_closes()
    {
        var house = await Houses.OpenAsync(TwoForms, "auction.stop.grace=1s");
        await using var ann = await FloorClient.EnterAsync(house.FloorEndPoint, "ann");
        var stopped = house.StopAsync();
        Assert.StartsWith("ERROR 402 ", await ann.UntilAsync("ERROR"), StringComparison.Ordinal);
        Assert.StartsWith("REFUSED x vase 402 ", await ann.AskAsync("BID vase 101 x", "REFUSED"), StringComparison.Ordinal);
        await ann.ToEndAsync();
        await stopped;
    }
}
