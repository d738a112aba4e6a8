using System.Buffers;
using System.Text;

namespace AkkaAuction.Messages.Originals;

/// <summary>What is known about the bytes behind a buffer.</summary>
public enum BufferEnd
{
    /// <summary>More may come at any moment.</summary>
    Open,

    /// <summary>Nothing has come for as long as a pause within one message may last.</summary>
    Silence,

    /// <summary>The stream has ended: nothing more will come.</summary>
    Stream,
}

/// <summary>What cutting a buffer came to.</summary>
public enum LooseResult
{
    /// <summary>No whole message is there.</summary>
    Incomplete,

    Message,

    /// <summary>A message is longer than the limit; what there is of it was dropped, and what follows of it will be.</summary>
    TooLong,
}

/// <summary>
/// Cuts the two original houses' streams into messages (R3.9). The original clients send text without a newline and wait; people with
/// <c>nc</c> send lines. So a message ends in a newline, in the end of the stream, or in silence; but whoever has once sent a newline has
/// shown that it knows them, and is no longer cut by silence. One connection's reader owns one of these.
/// </summary>
/// <param name="bytesMax">Longest message, bytes.</param>
public sealed class LooseFraming(int bytesMax)
{
    private bool _dropping;
    private bool _wasCutBySilence;

    /// <summary>Whether the connection has sent a newline: silence ends no message of it any more.</summary>
    public bool HoldsToLines { get; private set; }

    /// <summary>Whether silence after this buffer would end a message: whoever reads waits for it only then.</summary>
    /// <param name="buffer">What is left after <see cref="TryTake"/>.</param>
    public bool ListensForSilence(in ReadOnlySequence<byte> buffer) => !HoldsToLines && (_dropping || !buffer.IsEmpty);

    /// <summary>Takes the next message off the buffer. Never throws, whatever the bytes.</summary>
    /// <param name="buffer">What has arrived; what was taken is cut off its front.</param>
    /// <param name="end">What is known about what follows.</param>
    /// <param name="text">The message without its newline; empty unless there is one. Bytes that are no UTF-8 show as U+FFFD.</param>
    public LooseResult TryTake(ref ReadOnlySequence<byte> buffer, BufferEnd end, out string text)
    {
        text = "";
        while (true)
        {
            if (buffer.PositionOf((byte)'\n') is { } newline)
            {
                var line = buffer.Slice(0, newline);
                buffer = buffer.Slice(buffer.GetPosition(1, newline));
                HoldsToLines = true;
                var isRest = _dropping || (_wasCutBySilence && IsBlank(line));
                _dropping = _wasCutBySilence = false;
                if (isRest) continue;
                return Whole(line, out text);
            }
            if (_dropping || buffer.Length > bytesMax + 1) return Drop(ref buffer, end);
            var ends = end == BufferEnd.Stream || (end == BufferEnd.Silence && !HoldsToLines);
            if (!ends || buffer.IsEmpty) return LooseResult.Incomplete;
            var rest = buffer;
            buffer = buffer.Slice(buffer.End);
            _wasCutBySilence = true;
            return Whole(rest, out text);
        }
    }

    private LooseResult Whole(in ReadOnlySequence<byte> line, out string text)
    {
        text = "";
        if (line.Length > bytesMax + 1) return LooseResult.TooLong;
        var decoded = Encoding.UTF8.GetString(line);
        if (decoded.EndsWith('\r')) decoded = decoded[..^1];
        text = decoded;
        return LooseResult.Message;
    }

    private LooseResult Drop(ref ReadOnlySequence<byte> buffer, BufferEnd end)
    {
        var isNew = !_dropping;
        buffer = buffer.Slice(buffer.End);
        // What follows belongs to it until a newline; for whoever sends none, until it pauses.
        _dropping = end == BufferEnd.Open || HoldsToLines;
        return isNew ? LooseResult.TooLong : LooseResult.Incomplete;
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line) => line.IsEmpty || (line.Length == 1 && line.FirstSpan[0] == (byte)'\r');
}
