namespace AkkaAuction.Auctioneer.Doors;

/// <summary>A connection's token bucket: so many lines a second, and as many at once. One thread uses it.</summary>
internal struct LineBudget
{
    private readonly TimeProvider _time;
    private readonly int _perSecond;
    private double _left;
    private long _filledAt;

    public LineBudget(int perSecond, TimeProvider time)
    {
        _perSecond = perSecond;
        _time = time;
        _left = perSecond;
        _filledAt = time.GetTimestamp();
    }

    /// <summary>Whether one more line may be taken.</summary>
    public bool TryTake()
    {
        if (_left < 1)
        {
            // The clock is looked at only when the bucket seems empty: a bidder within its rate hardly ever pays for one.
            var now = _time.GetTimestamp();
            _left = Math.Min(_perSecond, _left + (_time.GetElapsedTime(_filledAt, now).TotalSeconds * _perSecond));
            _filledAt = now;
            if (_left < 1) return false;
        }
        _left--;
        return true;
    }
}
