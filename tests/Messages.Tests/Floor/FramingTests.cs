using System.Buffers;
using System.Text;
using AkkaAuction.Messages.Floor;
using static AkkaAuction.Messages.Tests.Floor.Lines;

namespace AkkaAuction.Messages.Tests.Floor;

/// <summary>How a stream of bytes becomes lines, however the network cuts it.</summary>
public sealed class FramingTests
{
    [Theory]
    [InlineData("A\nB\r\n\nC", new[] { "A", "B", "" }, "C")]
    [InlineData("\r\n\r\r\n", new[] { "", "\r" }, "")]
    [InlineData("A\r", new string[0], "A\r")]
    public void A_line_ends_with_lf_and_a_cr_before_it_is_dropped(string stream, string[] lines, string rest)
    {
        for (var cut = 0; cut <= stream.Length; cut++)
        {
            var buffer = Segments(Bytes(stream[..cut]), Bytes(stream[cut..]));
            var read = new List<string>();
            while (FloorFraming.TryReadLine(ref buffer, out var line) == FramingResult.Line) read.Add(Encoding.UTF8.GetString(line));

            Assert.Equal(lines, read);
            Assert.Equal(rest, Encoding.UTF8.GetString(buffer));
        }
        ReadOnlySpan<byte> span = Bytes(stream);
        var spanRead = new List<string>();
        while (FloorFraming.TryReadLine(ref span, out var line) == FramingResult.Line) spanRead.Add(Encoding.UTF8.GetString(line));
        Assert.Equal(lines, spanRead);
        Assert.Equal(rest, Encoding.UTF8.GetString(span));
    }

    [Theory]
    [InlineData(4096, "\n", FramingResult.Line)]
    [InlineData(4096, "\r\n", FramingResult.Line)]
    [InlineData(4097, "\n", FramingResult.TooLong)]
    [InlineData(4097, "\r\n", FramingResult.TooLong)]
    [InlineData(4096, "", FramingResult.Incomplete)]
    [InlineData(4096, "\r", FramingResult.Incomplete)]
    [InlineData(4097, "", FramingResult.TooLong)]
    public void A_line_holds_4096_bytes_its_end_not_counted(int length, string end, FramingResult expected)
    {
        var bytes = Bytes(new string('x', length) + end);
        var sequence = Segments(bytes[..1000], bytes[1000..]);
        ReadOnlySpan<byte> span = bytes;

        Assert.Equal(expected, FloorFraming.TryReadLine(ref sequence, out _));
        Assert.Equal(expected, FloorFraming.TryReadLine(ref span, out _));
    }

    private static ReadOnlySequence<byte> Segments(byte[] first, byte[] second)
    {
        var head = new Segment(first, 0);
        var tail = new Segment(second, first.Length);
        head.Link(tail);
        return new ReadOnlySequence<byte>(head, 0, tail, second.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] memory, long runningIndex)
        {
            Memory = memory;
            RunningIndex = runningIndex;
        }

        public void Link(Segment next) => Next = next;
    }
}
