using System.Buffers;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;
using AkkaAuction.Rules;

namespace AkkaAuction.Messages.Tests.Floor;

/// <summary>Seeded noise: no bytes, however wrong, make a reader throw, and what is taken can be written and read again.</summary>
public sealed class NoiseTests
{
    private static readonly string[] Pieces =
    [
        "BID", "HELLO", "PING", "LOT", "PRICE", "SOLD", "REFUSED", "ROUND", "OPEN", "CLOSED", "laptop", "5", "1.25", "1e9", "\"", "\\", "=",
        "a=", "title=", "units=1", "leader=-", "closes=-", "closes=2026-11-20T12:00:00.000Z", "state=open", "-", "ä", "\u0085", "\0",
        "\t", "", "SALES", "SALE", "JOIN", "books/laptop", "/", "lots=3", "opens=-",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Random_bytes_never_make_a_reader_throw(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var line = new byte[random.Next(0, 60)];
            random.NextBytes(line);
            Read(line);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Lines_patched_together_from_pieces_of_the_protocol_never_make_a_reader_throw(int seed)
    {
        var random = new Random(seed);
        var taken = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var words = Enumerable.Range(0, random.Next(1, 9)).Select(_ => Pieces[random.Next(Pieces.Length)]);
            if (Read(Lines.Bytes(string.Join(random.Next(10) == 0 ? "" : " ", words)))) taken++;
        }
        Assert.InRange(taken, 20, 19_000);
    }

    private static bool Read(byte[] line)
    {
        FloorReplyParser.Parse(line);
        if (!FloorRequestParser.TryParse(line, out var request, out var fault))
        {
            Assert.Contains(fault.Code, new[] { RejectionCode.UnknownVerb, RejectionCode.MalformedLine, RejectionCode.NotAName });
            Assert.NotEmpty(fault.Reason);
            return false;
        }
        var output = new ArrayBufferWriter<byte>();
        var message = request.ToRequest(amountMinor: 7);
        FloorRequestWriter.Write(output, message);
        Assert.True(FloorRequestParser.TryParse(output.WrittenSpan[..^1], out var again, out _));
        // A lot's name, a sale's name or a token may hold an = here; a bare field that would not read back is made plain on its way out.
        if (message is not (Request.Bid or Request.Pass or Request.Join or Request.Hello { Token: not null }))
            Assert.Equal(message, again.ToRequest(amountMinor: 7));
        return true;
    }
}
