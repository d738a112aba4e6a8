namespace Akka.TestKit;

/// <summary>Opens when it has been counted down to zero; tests wait for that, in place of sleeping.</summary>
public class TestLatch
{
    private readonly CountdownEvent _latch;
    private readonly Func<TimeSpan, TimeSpan> _dilate;
    private readonly TimeSpan _defaultTimeout;

    public TestLatch()
        : this(1)
    {
    }

    public TestLatch(int count)
        : this(count, TimeSpan.FromSeconds(5))
    {
    }

    public TestLatch(int count, TimeSpan defaultTimeout)
        : this(timeout => timeout, count, defaultTimeout)
    {
    }

    internal TestLatch(Func<TimeSpan, TimeSpan> dilate, int count, TimeSpan defaultTimeout)
    {
        _latch = new CountdownEvent(count);
        _dilate = dilate;
        _defaultTimeout = defaultTimeout;
    }

    public bool IsOpen => _latch.CurrentCount == 0;

    /// <exception cref="InvalidOperationException">It is open already.</exception>
    public void CountDown() => _latch.Signal();

    /// <summary>Opens it, whatever its count.</summary>
    public void Open()
    {
        while (!IsOpen)
            CountDown();
    }

    /// <summary>Closes it, with the count it began with.</summary>
    public void Reset() => _latch.Reset();

    /// <summary>Waits until it is open.</summary>
    /// <exception cref="TimeoutException">It did not open within the default timeout.</exception>
    public void Ready() => Ready(_defaultTimeout);

    /// <param name="timeout">How long to wait (dilated when a kit made the latch).</param>
    /// <exception cref="TimeoutException">It did not open in time.</exception>
    public void Ready(TimeSpan timeout)
    {
        if (timeout == TimeSpan.MaxValue)
            throw new ArgumentException("A latch does not wait for ever", nameof(timeout));
        var patience = _dilate(timeout);
        if (!_latch.Wait(patience))
            throw new TimeoutException($"The latch did not open within {patience}: {_latch.CurrentCount} of {_latch.InitialCount} are missing.");
    }
}
