using System.Text;
using System.Text.Json;
using AkkaAuction.Auctioneer.Doors.Control;

namespace AkkaAuction.Auctioneer.Tests.Doors;

/// <summary>The control socket's lines: what is a request, and what is said of what is none.</summary>
public sealed class ControlRequestTests
{
    [Fact]
    public void Every_request_is_read_as_it_was_written()
    {
        ControlRequest[] requests =
        [
            new ControlRequest.List(),
            new ControlRequest.Show("evening"),
            new ControlRequest.Put("/home/anna/an \"odd\" name\n.conf"),
            new ControlRequest.Close("evening"),
        ];
        foreach (var request in requests)
        {
            var line = request.ToLine();
            Assert.DoesNotContain((byte)'\n', line);
            Assert.True(ControlRequest.TryRead(line, out var read, out var fault), fault);
            Assert.Equal(request, read);
        }
    }

    [Theory]
    [InlineData("", "This is no JSON object on one line")]
    [InlineData("LIST", "This is no JSON object")]
    [InlineData("[1]", "This is no JSON object")]
    [InlineData("{\"v\":1,\"do\":\"list\"", "This is no JSON object")]
    [InlineData("{\"v\":1,\"v\":1,\"do\":\"list\"}", "This is no JSON object")]
    [InlineData("{\"v\":1,\"do\":\"list\"} {}", "This is no JSON object")]
    [InlineData("{\"v\":1,\"do\":\"show\",\"sale\":\"\\ud800\"}", "This is no JSON object")]
    [InlineData("{\"v\":1,\"do\":[[[[[1]]]]]}", "This is no JSON object")]
    [InlineData("{\"do\":\"list\"}", "v is missing")]
    [InlineData("{\"v\":\"1\",\"do\":\"list\"}", "v cannot be used as it stands here")]
    [InlineData("{\"v\":2,\"do\":\"list\"}", "v is 2; this house speaks version 1.")]
    [InlineData("{\"v\":1e99,\"do\":\"list\"}", "v is 1e99; this house speaks version 1.")]
    [InlineData("{\"v\":1}", "do is missing")]
    [InlineData("{\"v\":1,\"do\":\"void\"}", "do is \"void\"; it must be one of list, show, put or close.")]
    [InlineData("{\"v\":1,\"do\":\"show\"}", "show needs sale")]
    [InlineData("{\"v\":1,\"do\":\"put\",\"sale\":\"x\"}", "put needs file")]
    [InlineData("{\"v\":1,\"do\":\"list\",\"sale\":\"x\"}", "list takes no sale.")]
    [InlineData("{\"v\":1,\"do\":\"close\",\"sale\":1}", "sale cannot be used as it stands here")]
    [InlineData("{\"v\":1,\"do\":\"close\",\"sale\":\"a\",\"file\":\"b\"}", "file cannot be used as it stands here")]
    [InlineData("{\"v\":1,\"do\":\"list\",\"more\":null}", "more cannot be used as it stands here")]
    public void What_is_no_request_is_told_what_would_be_one(string line, string said)
    {
        Assert.False(ControlRequest.TryRead(Encoding.UTF8.GetBytes(line), out _, out var fault));
        Assert.StartsWith(said, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_request()
    {
        byte[] line = [.. "{\"v\":1,\"do\":\"show\",\"sale\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        Assert.False(ControlRequest.TryRead(line, out _, out var fault));
        Assert.StartsWith("This is no JSON object", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_of_an_answer_is_read_as_it_was_written()
    {
        var at = new DateTimeOffset(2026, 12, 24, 18, 0, 0, TimeSpan.Zero);
        ControlLine[] lines =
        [
            new ControlLine.Sale("evening", "An evening's sale", 3, "waiting", 2, 1, 4, at, 17),
            new ControlLine.Account("evening", "An evening's sale", 3, true, 7),
            new ControlLine.Lot("lamp", "Lamp \"brass\"\n", "rounds", "open", 2000, 2500, "ann", null, 2, 1, "USD", 2),
            new ControlLine.Bought("lamp", "ann", 2500, 2, 12, "JPY", 0),
            new ControlLine.End(),
            new ControlLine.Error("no such sale"),
        ];
        foreach (var line in lines)
        {
            using var bytes = new MemoryStream();
            line.WriteTo(bytes);
            var written = bytes.ToArray();
            Assert.Equal(1, written.Count(b => b == '\n'));
            Assert.Equal((byte)'\n', written[^1]);
            Assert.True(ControlLine.TryRead(written.AsSpan(0, written.Length - 1), out var read));
            Assert.Equal(line, read);
        }
    }

    [Fact]
    public void A_line_says_its_kind_first()
    {
        using var bytes = new MemoryStream();
        new ControlLine.Error("no such sale").WriteTo(bytes);
        Assert.Equal("{\"line\":\"error\",\"text\":\"no such sale\"}\n", Encoding.UTF8.GetString(bytes.ToArray()));
    }

    [Fact]
    public void No_error_is_longer_than_a_line()
    {
        using var bytes = new MemoryStream();
        new ControlLine.Error(new string('\u0001', 100_000)).WriteTo(bytes);
        Assert.InRange(bytes.Length, 1, ControlLine.BytesMax);
        Assert.NotNull(JsonDocument.Parse(bytes.ToArray()));
    }
}
