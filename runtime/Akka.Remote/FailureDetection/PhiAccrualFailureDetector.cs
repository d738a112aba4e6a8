namespace Akka.Remote;

/// <summary>
/// Suspects by degrees, after Hayashibara et al., "The phi accrual failure detector" (2004): phi is how unlikely, as a power of ten, it is that the
/// next heartbeat of somebody alive is still to come, judged by the intervals seen lately. Available while phi is below the threshold.
/// </summary>
public class PhiAccrualFailureDetector : FailureDetector
{
    private readonly Lock _gate = new();
    private readonly Clock _clock;
    private readonly double _threshold;
    private readonly double _minStdDeviationMillis;
    private readonly double _acceptablePauseMillis;
    private readonly Intervals _intervals;
    private long? _lastHeartbeat;

    /// <param name="threshold">Phi from which on somebody is held to be gone.</param>
    /// <param name="maxSampleSize">How many intervals are remembered; at least 1.</param>
    /// <param name="minStdDeviation">The spread is never taken to be less: very regular heartbeats would make every delay suspicious.</param>
    /// <param name="acceptableHeartbeatPause">Added to the interval that is expected.</param>
    /// <param name="firstHeartbeatEstimate">Stands for the first interval, with a wide spread.</param>
    /// <param name="clock">Milliseconds; by default the process's monotonic time.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public PhiAccrualFailureDetector(double threshold, int maxSampleSize, TimeSpan minStdDeviation, TimeSpan acceptableHeartbeatPause,
        TimeSpan firstHeartbeatEstimate, Clock? clock = null)
    {
        if (!(threshold > 0)) throw new ArgumentException("The threshold must be positive.", nameof(threshold));
        if (maxSampleSize < 1) throw new ArgumentException("At least one interval must be remembered.", nameof(maxSampleSize));
        if (minStdDeviation <= TimeSpan.Zero) throw new ArgumentException("The spread must be positive.", nameof(minStdDeviation));
        if (acceptableHeartbeatPause < TimeSpan.Zero) throw new ArgumentException("The acceptable pause is negative.", nameof(acceptableHeartbeatPause));
        if (firstHeartbeatEstimate <= TimeSpan.Zero) throw new ArgumentException("The first interval must be positive.", nameof(firstHeartbeatEstimate));
        _clock = clock ?? DefaultClock;
        _threshold = threshold;
        _minStdDeviationMillis = minStdDeviation.TotalMilliseconds;
        _acceptablePauseMillis = acceptableHeartbeatPause.TotalMilliseconds;
        _intervals = new Intervals(maxSampleSize);

        var first = (long)firstHeartbeatEstimate.TotalMilliseconds;
        _intervals.Add(first - (first / 4));
        _intervals.Add(first + (first / 4));
    }

    public override bool IsAvailable
    {
        get
        {
            lock (_gate) return PhiAt(_clock()) < _threshold;
        }
    }

    public override bool IsMonitoring
    {
        get
        {
            lock (_gate) return _lastHeartbeat.HasValue;
        }
    }

    public override void HeartBeat()
    {
        lock (_gate)
        {
            var now = _clock();

            // The gap of an outage that was noticed says nothing about the rhythm of somebody alive.
            if (_lastHeartbeat is { } last && PhiAt(now) < _threshold) _intervals.Add(now - last);
            _lastHeartbeat = now;
        }
    }

    private double PhiAt(long now)
    {
        if (_lastHeartbeat is not { } last) return 0;
        var mean = _intervals.Mean + _acceptablePauseMillis;
        var elapsed = now - last;

        // The tail of the normal distribution by its logistic approximation, which does not run out of digits far out.
        var y = (elapsed - mean) / Math.Max(_intervals.StdDeviation, _minStdDeviationMillis);
        var e = Math.Exp(-y * (1.5976 + (0.070566 * y * y)));
        return elapsed > mean ? -Math.Log10(e / (1 + e)) : -Math.Log10(1 - (1 / (1 + e)));
    }

    /// <summary>The last intervals in milliseconds, with their sums kept up to date.</summary>
    private sealed class Intervals(int capacity)
    {
        private readonly Queue<long> _intervals = new();
        private double _sum;
        private double _squares;

        public double Mean => _sum / _intervals.Count;

        public double StdDeviation => Math.Sqrt(Math.Max(0, (_squares / _intervals.Count) - (Mean * Mean)));

        public void Add(long interval)
        {
            if (_intervals.Count == capacity)
            {
                var oldest = _intervals.Dequeue();
                _sum -= oldest;
                _squares -= (double)oldest * oldest;
            }

            _intervals.Enqueue(interval);
            _sum += interval;
            _squares += (double)interval * interval;
        }
    }
}
