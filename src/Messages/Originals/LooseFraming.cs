using System.Buffers;
using System.Text;

namespace AkkaAuction.Messages.Originals;

/// <summary>State of the stream after a buffer.</summary>
public enum BufferEnd
{
    /// <summary>More may come at any moment.</summary>
    Open,

    /// <summary>The stream was silent for longer than a pause within one message may last.</summary>
    Silence,

    /// <summary>The stream has ended: nothing more will come.</summary>
    Stream,
}

/// <summary>Result of cutting a buffer.</summary>
public enum LooseResult
{
    /// <summary>No whole message is there.</summary>
    Incomplete,

    Message,

    /// <summary>A message is longer than the limit. The reader drops it, with the part that is still to come.</summary>
    TooLong,
}

/// <summary>
/// Cuts the two original houses' streams into messages (R3.9). The original clients send text without a newline and wait; people with
/// <c>nc</c> send lines. So a newline, the end of the stream or silence ends a message. After its first newline a connection sends lines,
/// and silence ends no message of it any more. One connection's reader owns one of these.
/// </summary>
/// <param name="bytesMax">Longest message, bytes.</param>
public sealed class LooseFraming(int bytesMax)
{
    private bool _dropping;
    private bool _wasCutBySilence;

    /// <summary>Whether the connection has sent a newline: silence ends no message of it any more.</summary>
    public bool HoldsToLines { get; private set; }

    /// <summary>Whether silence after this buffer would end a message; the reader waits for silence only then.</summary>
    /// <param name="buffer">The rest after <see cref="TryTake"/>.</param>
    public bool ListensForSilence(in ReadOnlySequence<byte> buffer) => !HoldsToLines && (_dropping || !buffer.IsEmpty);

    /// <summary>Takes the next message off the buffer. Never throws, whatever the bytes.</summary>
    /// <param name="buffer">The bytes that have arrived; a taken message leaves its front.</param>
    /// <param name="end">State of the stream after the buffer.</param>
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
        // The dropped message goes on until a newline, or until a pause on a connection that sends none.
        _dropping = end == BufferEnd.Open || HoldsToLines;
        return isNew ? LooseResult.TooLong : LooseResult.Incomplete;
    }

    private static bool IsBlank(in ReadOnlySequence<byte> line) => line.IsEmpty || (line.Length == 1 && line.FirstSpan[0] == (byte)'\r');
}
