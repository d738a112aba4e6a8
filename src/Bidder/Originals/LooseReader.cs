using System.Buffers;
using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Bidder.Originals;

/// <summary>
/// Reads what one of the original houses sends. Some servers end their lines with a newline, and the original's own do not: this end takes
/// a message for whole by the rule of the doors (<see cref="LooseFraming"/>), at a newline, at the end or after a silence.
/// </summary>
/// <param name="stream">The connection.</param>
/// <param name="time">The clock of silence.</param>
internal sealed class LooseReader(Stream stream, TimeProvider time)
{
    /// <summary>As <c>auction.doors.room.silence</c> of a house.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(100);

    private const int MessageBytesMax = 4096;

    private readonly LooseFraming _framing = new(MessageBytesMax);
    private readonly Queue<string> _cut = new();
    private readonly byte[] _input = new byte[MessageBytesMax];
    private readonly byte[] _buffer = new byte[3 * MessageBytesMax];
    private int _held;
    private bool _hasEnded;
    private Task<int>? _reading;

    /// <summary>The next message; null at the end of the stream. One call at a time.</summary>
    public async Task<string?> NextAsync(CancellationToken cancellation)
    {
        var end = BufferEnd.Open;
        while (true)
        {
            if (_cut.TryDequeue(out var next)) return next;
            if (Take(_hasEnded ? BufferEnd.Stream : end)) continue;
            if (_hasEnded) return null;
            end = await MoreAsync(cancellation).ConfigureAwait(false) ? BufferEnd.Open : BufferEnd.Silence;
        }
    }

    private bool Take(BufferEnd end)
    {
        var rest = new ReadOnlySequence<byte>(_buffer, 0, _held);
        var result = _framing.TryTake(ref rest, end, out var text);
        rest.CopyTo(_buffer);
        _held = (int)rest.Length;
        // What is over the limit is nothing that a house of these kinds says.
        if (result == LooseResult.Incomplete) return false;
        if (result == LooseResult.Message)
        {
            foreach (var message in _framing.HoldsToLines ? [text] : RoomWords.Apart(text)) _cut.Enqueue(message);
        }
        return true;
    }

    /// <returns>Whether the buffer has more, or will get none; false: silence.</returns>
    private async Task<bool> MoreAsync(CancellationToken cancellation)
    {
        _reading ??= stream.ReadAsync(_input, cancellation).AsTask();
        if (!_reading.IsCompleted && _framing.ListensForSilence(new ReadOnlySequence<byte>(_buffer, 0, _held)))
        {
            using var heard = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var silence = Task.Delay(Silence, time, heard.Token);
            var first = await Task.WhenAny(_reading, silence).ConfigureAwait(false);
            await heard.CancelAsync().ConfigureAwait(false);
            if (first == silence && !_reading.IsCompleted)
            {
                cancellation.ThrowIfCancellationRequested();
                return false;
            }
        }
        var read = await _reading.ConfigureAwait(false);
        _reading = null;
        _input.AsSpan(0, read).CopyTo(_buffer.AsSpan(_held));
        _held += read;
        _hasEnded = read == 0;
        return true;
    }
}
