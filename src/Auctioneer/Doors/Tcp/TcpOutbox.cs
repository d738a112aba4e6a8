using System.Buffers;
using System.IO.Pipelines;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// The way out of one TCP connection: lines are bytes, and the reader takes them as long as flushes of the pipe end at once. While a flush
/// is pending, lines wait.
/// </summary>
/// <param name="pipe">The connection's output.</param>
/// <param name="limits">The limits.</param>
/// <param name="time">The clock of the stuck reader's timer.</param>
/// <param name="cut">Cuts the connection; gets the reason.</param>
internal class TcpOutbox(PipeWriter pipe, OutputLimits limits, TimeProvider time, Action<string> cut)
    : Outbox<ReadOnlyMemory<byte>>(limits, time, cut), IBufferWriter<byte>
{
    /// <summary>
    /// What is put into the pipe before the reader is asked to take it: a list of a hundred thousand lots must not stand in memory per
    /// reader.
    /// </summary>
    private const int PieceBytes = 32 * 1024;

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _unflushedBytes;
    private bool _isFlushing;

    /// <summary>Everything that was written before the close has been handed to the system, or the connection is cut.</summary>
    public Task Drained => _drained.Task;

    /// <summary>Writes what an encoder makes: straight into the pipe when it can.</summary>
    /// <param name="what">What is encoded.</param>
    /// <param name="encode">Writes its lines, their LFs included.</param>
    public void Write<T>(T what, Action<IBufferWriter<byte>, T> encode) where T : allows ref struct
    {
        lock (Gate)
        {
            if (IsOver) return;
            if (IsClear)
            {
                encode(this, what);
                if (_unflushedBytes >= PieceBytes) Send();
                return;
            }
            var text = new ArrayBufferWriter<byte>(160);
            encode(text, what);
            Add(text.WrittenMemory, text.WrittenCount);
        }
    }

    /// <summary>
    /// Of lines for many readers those for one: as many of them together as lie in a row, or one by one when the reader is slow.
    /// </summary>
    /// <param name="lines">One and the same for all readers.</param>
    /// <param name="some">Which of them.</param>
    /// <param name="reader">Whose they are; null: it has no name.</param>
    /// <param name="isNamed">Whether some line is for this reader alone, or for all others.</param>
    public void Write(SharedLines lines, Range some, string? reader, bool isNamed)
    {
        lock (Gate)
        {
            if (IsOver) return;
            var (at, count) = some.GetOffsetAndLength(lines.Count);
            if (!isNamed && count == lines.Count && TryWriteTogether(lines.ForAll)) return;
            for (var end = at + count; at < end;)
            {
                if (!lines[at].IsFor(reader))
                {
                    at++;
                    continue;
                }
                var next = lines.EndOfRow(at, end, reader, PieceBytes);
                if (!TryWriteTogether(lines.Text(at, next)))
                {
                    for (var line = at; line < next; line++) WriteOne(lines, line);
                }
                at = next;
            }
        }
    }

    private bool TryWriteTogether(ReadOnlyMemory<byte> lines) =>
        // What is for others only is no line here: prices that wait must go on taking each other's place.
        lines.IsEmpty || (lines.Length <= PieceBytes && TryAddTogether(lines, lines.Length));

    private void WriteOne(SharedLines lines, int line)
    {
        var text = lines.Text(line, line + 1);
        if (lines[line].Tick is { } tick) AddTick(tick, lines[line].Seq, text, text.Length);
        else Add(text, text.Length);
    }

    protected override bool CanPut => !_isFlushing && !IsDead;

    protected override void Put(ReadOnlyMemory<byte> line)
    {
        pipe.Write(line.Span);
        _unflushedBytes += line.Length;
        if (_unflushedBytes >= PieceBytes) Send();
    }

    protected override bool Send()
    {
        if (_isFlushing || IsDead) return false;
        if (_unflushedBytes == 0) return true;
        _unflushedBytes = 0;
        ValueTask<FlushResult> flush;
        try
        {
            flush = pipe.FlushAsync();
        }
        catch (InvalidOperationException)
        {
            // The pipe was completed under us: the connection is gone.
            Cut("the connection is gone");
            return false;
        }
        if (!flush.IsCompletedSuccessfully)
        {
            _isFlushing = true;
            AwaitReader(true);
            _ = AwaitFlush(flush);
            return false;
        }
        if (!flush.Result.IsCompleted) return true;
        Cut(PeerIsGone);
        return false;
    }

    protected override void OnDrained() => _drained.TrySetResult();

    protected override void OnDead() => _drained.TrySetResult();

    private async Task AwaitFlush(ValueTask<FlushResult> flush)
    {
        var isGone = false;
        try
        {
            isGone = (await flush.ConfigureAwait(false)).IsCompleted;
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException or OperationCanceledException)
        {
            isGone = true;
        }
        Action? resume = null;
        lock (Gate)
        {
            _isFlushing = false;
            if (IsDead) return;
            AwaitReader(false);
            if (isGone) Cut(PeerIsGone);
            else resume = OnTaken();
        }
        resume?.Invoke();
    }

    void IBufferWriter<byte>.Advance(int count)
    {
        pipe.Advance(count);
        _unflushedBytes += count;
    }

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => pipe.GetMemory(sizeHint);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => pipe.GetSpan(sizeHint);

    private const string PeerIsGone = "the peer is gone";
}
