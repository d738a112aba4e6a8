using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Doors;

/// <summary>
/// The way out to one reader. As long as the reader takes what it is sent, lines go straight out. When it does not, they wait here, bounded
/// in bytes: above the soft limit ticks are conflated per lot (the newest wins, and goes out before any later line that is no tick); at the
/// hard limit, or when the reader has taken nothing for long, the connection is cut. Answers and results are never left out. Long lists are
/// made piece by piece as the reader takes them. A door adds the form of a line and its way of sending. Any thread may call: the session
/// writes, and what the reader has taken goes on.
/// </summary>
/// <typeparam name="TLine">A line, or a piece of a list, as the door sends it.</typeparam>
/// <param name="limits">The limits.</param>
/// <param name="time">The clock of the stuck reader's timer.</param>
/// <param name="cut">Cuts the connection; gets the reason.</param>
internal abstract class Outbox<TLine>(OutputLimits limits, TimeProvider time, Action<string> cut)
{
    private readonly WaitingLines<TLine> _waiting = new();
    private Action? _whenBelowSoftLimit;
    private ITimer? _stuck;
    private bool _isReaderAwaited;
    private bool _isClosing;
    private bool _isDrained;

    /// <summary>Held by whoever touches what is below; members that say so expect that the caller holds it.</summary>
    protected Lock Gate { get; } = new();

    /// <summary>The connection is gone. Under the gate.</summary>
    protected bool IsDead { get; private set; }

    /// <summary>Nothing more is taken: it is closing, or gone. Under the gate.</summary>
    protected bool IsOver => _isClosing || IsDead;

    /// <summary>A line that comes now goes straight out. Under the gate.</summary>
    protected bool IsClear => CanPut && _waiting.IsEmpty;

    /// <summary>Whether the channel takes a line now. Under the gate.</summary>
    protected abstract bool CanPut { get; }

    /// <summary>Hands a line to the channel, which may send it at once. Under the gate.</summary>
    protected abstract void Put(TLine line);

    /// <summary>Sends what was put. Under the gate.</summary>
    /// <returns>False: something that was put is still on its way out of here.</returns>
    protected abstract bool Send();

    /// <summary>Everything that was written before the close has been sent. Under the gate.</summary>
    protected abstract void OnDrained();

    /// <summary>What was put and not sent is let go. Under the gate.</summary>
    protected abstract void OnDead();

    /// <summary>Sends what was written.</summary>
    public void Flush()
    {
        lock (Gate)
        {
            if (!IsDead) GoOn();
        }
    }

    /// <summary>Calls back at once, or when the reader has taken enough for more to be made.</summary>
    public void WhenBelowSoftLimit(Action callback)
    {
        lock (Gate)
        {
            if (!IsOver && IsSlow)
            {
                _whenBelowSoftLimit = callback;
                return;
            }
        }
        callback();
    }

    /// <summary>Takes nothing more; it is drained when what there is has been sent.</summary>
    public void Close()
    {
        lock (Gate)
        {
            if (IsOver) return;
            _waiting.ReleaseTicks();
            _isClosing = true;
            GoOn();
        }
    }

    /// <summary>The connection is gone: what waits is let go.</summary>
    public void Die()
    {
        lock (Gate) LetGo();
    }

    /// <summary>Writes a line. Under the gate.</summary>
    /// <param name="line">The line.</param>
    /// <param name="bytes">What it counts against the limits.</param>
    protected void Add(TLine line, int bytes)
    {
        if (IsClear) Put(line);
        else Wait(line, bytes);
    }

    /// <summary>Writes a line that is superfluous once a newer one of its key follows. Under the gate.</summary>
    protected void AddTick(TickKey key, long seq, TLine line, int bytes)
    {
        if (IsClear)
        {
            Put(line);
        }
        else if (IsSlow)
        {
            _waiting.Conflate(key, seq, line, bytes);
            HoldToLimit();
        }
        else
        {
            Wait(line, bytes);
        }
    }

    /// <summary>
    /// Writes lines together, or not at all: below the soft limit nothing is conflated, so that lines may wait together. Under the gate.
    /// </summary>
    protected bool TryAddTogether(TLine lines, int bytes)
    {
        if (IsClear) Put(lines);
        else if (_waiting.Bytes + bytes <= limits.SoftLimitBytes) Wait(lines, bytes);
        else return false;
        return true;
    }

    /// <summary>Writes a list, made as the reader takes it. Under the gate.</summary>
    /// <param name="pieces">The list in the form in which it is sent.</param>
    /// <param name="count">How many pieces.</param>
    /// <param name="bytesEach">What each counts against the limits while it waits.</param>
    protected void AddList(IEnumerable<TLine> pieces, int count, int bytesEach)
    {
        if (count == 0) return;
        _waiting.Add(pieces, count, bytesEach);
        HoldToLimit();
        GoOn();
    }

    /// <summary>The channel waits for the reader from now on, or does so no longer. Under the gate.</summary>
    protected void AwaitReader(bool isAwaited)
    {
        _isReaderAwaited = isAwaited;
        if (isAwaited) _stuck ??= time.CreateTimer(_ => StuckNow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stuck?.Change(isAwaited ? limits.StuckAfter : Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The reader has taken something: what waits goes on. Under the gate.</summary>
    /// <returns>To be called outside the gate when not null: the reader has taken enough for more to be made.</returns>
    protected Action? OnTaken()
    {
        GoOn();
        if (IsSlow) return null;
        var resume = _whenBelowSoftLimit;
        _whenBelowSoftLimit = null;
        return resume;
    }


    /// <summary>Cuts the connection. Under the gate.</summary>
    protected void Cut(string why)
    {
        if (IsDead) return;
        LetGo();
        cut(why);
    }

    /// <summary>Hands on what waits, as far as the channel takes it, and sends it.</summary>
    private void GoOn()
    {
        while (CanPut && _waiting.TryTake(out var line)) Put(line);
        if (IsDead || !Send() || !_isClosing || !_waiting.IsEmpty || _isDrained) return;
        _isDrained = true;
        OnDrained();
    }

    private bool IsSlow => _waiting.Bytes > limits.SoftLimitBytes;

    private void Wait(TLine line, int bytes)
    {
        _waiting.Add(line, bytes);
        HoldToLimit();
    }

    private void HoldToLimit()
    {
        if (_waiting.Bytes > limits.HardLimitBytes) Cut("more waits for it than output-hard-limit");
    }

    private void StuckNow()
    {
        lock (Gate)
        {
            if (_isReaderAwaited) Cut("it has taken nothing for stuck-after");
        }
    }

    private void LetGo()
    {
        IsDead = true;
        _waiting.Clear();
        _stuck?.Dispose();
        _whenBelowSoftLimit = null;
        OnDead();
    }
}
