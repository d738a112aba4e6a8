using System.Buffers;

namespace AkkaAuction.Messages.Floor;

/// <summary>What a buffer held.</summary>
public enum FramingResult
{
    /// <summary>A line, taken off the buffer.</summary>
    Line,

    /// <summary>The beginning of a line; read more.</summary>
    Incomplete,

    /// <summary>More than a line may hold, with or without its end (code 103; the connection closes).</summary>
    TooLong,
}

/// <summary>Cuts a stream into lines: LF ends one, a CR before it is dropped, and the limit counts neither.</summary>
public static class FloorFraming
{
    /// <summary>Takes the next line off the front of a pipeline's buffer.</summary>
    /// <param name="buffer">What was read; moves behind the line's LF when there is one.</param>
    /// <param name="line">The line without its end.</param>
    /// <param name="bytesMax">The longest line, bytes; its end not counted.</param>
    public static FramingResult TryReadLine(
        ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line, int bytesMax = FloorLimits.LineBytesMax)
    {
        line = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> text, (byte)'\n'))
        {
            // A CR as the last byte may yet turn out to be half of the line's end.
            return WithoutCarriageReturn(buffer).Length > bytesMax ? FramingResult.TooLong : FramingResult.Incomplete;
        }
        text = WithoutCarriageReturn(text);
        if (text.Length > bytesMax) return FramingResult.TooLong;
        buffer = reader.UnreadSequence;
        line = text;
        return FramingResult.Line;
    }

    /// <summary>Takes the next line off the front of a contiguous buffer: the faster way when a read holds many lines.</summary>
    public static FramingResult TryReadLine(
        ref ReadOnlySpan<byte> buffer, out ReadOnlySpan<byte> line, int bytesMax = FloorLimits.LineBytesMax)
    {
        line = default;
        var end = buffer.IndexOf((byte)'\n');
        var text = end < 0 ? buffer : buffer[..end];
        if (!text.IsEmpty && text[^1] == '\r') text = text[..^1];
        if (text.Length > bytesMax) return FramingResult.TooLong;
        if (end < 0) return FramingResult.Incomplete;
        buffer = buffer[(end + 1)..];
        line = text;
        return FramingResult.Line;
    }

    private static ReadOnlySequence<byte> WithoutCarriageReturn(ReadOnlySequence<byte> text)
    {
        if (text.IsEmpty) return text;
        var last = text.Slice(text.Length - 1);
        return last.FirstSpan[0] == '\r' ? text.Slice(0, text.Length - 1) : text;
    }
}
