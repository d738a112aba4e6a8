using System.Buffers;
using System.IO.Pipelines;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Messages;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>
/// The way out of one connection. As long as the peer reads, lines go straight into the pipe. When it does not (a flush stays pending), they wait here,
/// bounded in bytes: above the soft limit price ticks are conflated per lot (the newest wins, and goes out before any later line that is no tick); at the hard
/// limit, or when the peer has taken nothing for long, the connection is cut. Answers and results are never left out. Long lists are
/// written piece by piece as the peer takes them, from the bytes that all sessions share. Any thread may call: the session writes, the end of a flush
/// continues.
/// </summary>
public sealed class FloorOutput : IDisposable
{
    // What is put into the pipe before the peer is asked to take it: a list of a hundred thousand lots must not stand in memory per reader.
    private const int PieceBytes = 32 * 1024;

    private readonly Lock _gate = new();
    private readonly PipeWriter _pipe;
    private readonly OutputLimits _limits;
    private readonly TimeProvider _time;
    private readonly Action<string> _cut;
    private readonly WaitingLines<ReadOnlyMemory<byte>> _waiting = new(listed => listed.FloorText);
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Action? _whenBelowSoftLimit;
    private ITimer? _stuck;
    private long _unflushedBytes;
    private bool _flushing;
    private bool _closing;
    private bool _isDead;

    /// <param name="pipe">The connection's output.</param>
    /// <param name="limits">The limits.</param>
    /// <param name="time">The clock of the stuck reader's timer.</param>
    /// <param name="cut">Cuts the connection; told why.</param>
    public FloorOutput(PipeWriter pipe, OutputLimits limits, TimeProvider time, Action<string> cut)
    {
        _pipe = pipe;
        _limits = limits;
        _time = time;
        _cut = cut;
    }

    /// <summary>Everything that was written before the close has been handed to the system, or the connection is cut.</summary>
    public Task Drained => _drained.Task;

    public void Write(Answer answer)
    {
        lock (_gate)
        {
            if (_isDead || _closing) return;
            if (CanWriteThrough)
            {
                var counted = new CountingWriter(_pipe);
                FloorWriter.Write(counted, answer);
                _unflushedBytes += counted.Bytes;
                return;
            }
            var text = new ArrayBufferWriter<byte>(160);
            FloorWriter.Write(text, answer);
            Wait(text.WrittenMemory);
        }
    }

    public void Write(BidBatch batch)
    {
        lock (_gate)
        {
            if (_isDead || _closing) return;
            if (CanWriteThrough)
            {
                _unflushedBytes += BidAnswers.Write(_pipe, batch);
                return;
            }
            var text = new ArrayBufferWriter<byte>(batch.Count * 96);
            BidAnswers.Write(text, batch);
            Wait(text.WrittenMemory);
        }
    }

    public void Write(Announcement announcement)
    {
        lock (_gate)
        {
            if (!_isDead && !_closing) Tell(announcement);
        }
    }

    public void Write(BoardAnswer.Broadcast broadcast)
    {
        lock (_gate)
        {
            if (_isDead || _closing || TellTogether(broadcast.FloorText)) return;
            foreach (var announcement in broadcast.Announcements)
            {
                if (announcement.Notice.To is null) Tell(announcement);
            }
        }
    }

    /// <summary>Lines that many are told, joined.</summary>
    /// <returns>False: the reader is slow or the lines are many, so they are to be written one by one.</returns>
    public bool TryWriteTogether(ReadOnlyMemory<byte> lines)
    {
        lock (_gate) return _isDead || _closing || TellTogether(lines);
    }

    /// <summary>A line of the doors that have words of their own.</summary>
    /// <param name="text">The line, its LF included.</param>
    public void Write(ReadOnlyMemory<byte> text)
    {
        lock (_gate)
        {
            if (_isDead || _closing) return;
            if (CanWriteThrough) WriteThrough(text.Span);
            else Wait(text);
        }
    }

    /// <summary>A price of the doors that have words of their own: for a slow reader the newest of its lot is enough.</summary>
    /// <param name="lot">Whose price it is.</param>
    /// <param name="seq">Its event number.</param>
    /// <param name="text">The line, its LF included.</param>
    public void WritePrice(string lot, long seq, ReadOnlyMemory<byte> text)
    {
        lock (_gate)
        {
            if (_isDead || _closing) return;
            if (CanWriteThrough) WriteThrough(text.Span);
            else if (IsSlow) Wait(new TickKey(lot, true), seq, text);
            else Wait(text);
        }
    }

    public void WriteList(IReadOnlyList<Announcement> lots)
    {
        lock (_gate)
        {
            if (_isDead || _closing || lots.Count == 0) return;
            _waiting.Add(lots);
            HoldToLimit();
            if (!_flushing) Continue();
        }
    }

    public void Flush()
    {
        lock (_gate)
        {
            if (!_flushing && !_isDead) Continue();
        }
    }

    /// <summary>Calls back at once, or when the peer has taken enough for more to be made.</summary>
    public void WhenBelowSoftLimit(Action callback)
    {
        lock (_gate)
        {
            if (!_isDead && !_closing && IsSlow)
            {
                _whenBelowSoftLimit = callback;
                return;
            }
        }
        callback();
    }

    /// <summary>Takes nothing more; <see cref="Drained"/> follows when what there is has gone.</summary>
    public void Close()
    {
        Action? resume;
        lock (_gate)
        {
            if (_closing || _isDead) return;
            _waiting.ReleaseTicks();
            _closing = true;
            if (!_flushing) Continue();
            resume = TakeResume();
        }
        resume?.Invoke();
    }

    /// <summary>The connection is gone: what waits is let go.</summary>
    public void Die()
    {
        Action? resume;
        lock (_gate)
        {
            _isDead = true;
            _waiting.Clear();
            _stuck?.Dispose();
            resume = TakeResume();
        }
        _drained.TrySetResult();
        resume?.Invoke();
    }

    public void Dispose() => _stuck?.Dispose();

    private bool IsSlow => _waiting.Bytes > _limits.SoftLimitBytes;

    private bool CanWriteThrough => !_flushing && _waiting.IsEmpty && _unflushedBytes < PieceBytes * 4;

    // Below the soft limit nothing is conflated, so that lines may wait together.
    private bool TellTogether(ReadOnlyMemory<byte> lines)
    {
        // What is for others only is no line here: prices that wait must go on taking each other's place.
        if (lines.IsEmpty) return true;
        if (lines.Length > PieceBytes) return false;
        if (CanWriteThrough) WriteThrough(lines.Span);
        else if (_waiting.Bytes + lines.Length <= _limits.SoftLimitBytes) Wait(lines);
        else return false;
        return true;
    }

    private void Tell(Announcement announcement)
    {
        if (CanWriteThrough) WriteThrough(announcement.FloorText.Span);
        else if (IsSlow && TickKey.Of(announcement.Notice) is { } key) Wait(key, announcement.Notice.Seq, announcement.FloorText);
        else Wait(announcement.FloorText);
    }

    private void WriteThrough(ReadOnlySpan<byte> text)
    {
        _pipe.Write(text);
        _unflushedBytes += text.Length;
    }

    private void Wait(ReadOnlyMemory<byte> text)
    {
        _waiting.Add(text, text.Length);
        HoldToLimit();
    }

    private void Wait(TickKey key, long seq, ReadOnlyMemory<byte> text)
    {
        _waiting.Conflate(key, seq, text, text.Length);
        HoldToLimit();
    }

    private void HoldToLimit()
    {
        if (_waiting.Bytes > _limits.HardLimitBytes) Cut("more waits for it than output-hard-limit");
    }

    /// <summary>Hands what there is to the pipe, piece by piece, as long as the peer takes it.</summary>
    private void Continue()
    {
        while (true)
        {
            while (_unflushedBytes < PieceBytes && _waiting.TryTake(out var text)) WriteThrough(text.Span);
            if (_unflushedBytes == 0)
            {
                if (_closing) _drained.TrySetResult();
                return;
            }
            _unflushedBytes = 0;
            ValueTask<FlushResult> flush;
            try
            {
                flush = _pipe.FlushAsync();
            }
            catch (InvalidOperationException)
            {
                // The pipe was completed under us: the connection is gone.
                Cut("the connection is gone");
                return;
            }
            if (!flush.IsCompletedSuccessfully)
            {
                _flushing = true;
                _stuck ??= _time.CreateTimer(_ => StuckNow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                _stuck.Change(_limits.StuckAfter, Timeout.InfiniteTimeSpan);
                _ = AwaitFlush(flush);
                return;
            }
            if (flush.Result.IsCompleted)
            {
                Cut("the peer is gone");
                return;
            }
        }
    }

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
        Action? resume;
        lock (_gate)
        {
            _flushing = false;
            _stuck?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            if (isGone) Cut("the peer is gone");
            else if (!_isDead) Continue();
            resume = IsSlow ? null : TakeResume();
        }
        resume?.Invoke();
    }

    private void StuckNow()
    {
        lock (_gate)
        {
            if (_flushing) Cut("it has read nothing for stuck-after");
        }
    }

    private void Cut(string why)
    {
        if (_isDead) return;
        _isDead = true;
        _waiting.Clear();
        _drained.TrySetResult();
        _cut(why);
    }

    private Action? TakeResume()
    {
        var resume = _whenBelowSoftLimit;
        _whenBelowSoftLimit = null;
        return resume;
    }

    private sealed class CountingWriter(PipeWriter pipe) : IBufferWriter<byte>
    {
        public long Bytes { get; private set; }

        public void Advance(int count)
        {
            Bytes += count;
            pipe.Advance(count);
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => pipe.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => pipe.GetSpan(sizeHint);
    }
}
