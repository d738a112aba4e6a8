using Akka.Remote;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>When somebody is held to be gone, by a clock that the test moves.</summary>
public sealed class FailureDetectorTests
{
    private long _now = 1_000_000;

    [Fact]
    public void Who_never_gave_a_sign_of_life_is_not_suspected()
    {
        foreach (var detector in new FailureDetector[] { Phi(), Deadline() })
        {
            _now += 3_600_000;
            Assert.True(detector.IsAvailable);
            Assert.False(detector.IsMonitoring);
            detector.HeartBeat();
            Assert.True(detector.IsMonitoring);
        }
    }

    [Theory]
    [InlineData(123_999, true)]
    [InlineData(124_000, false)]
    public void The_deadline_is_one_interval_and_the_acceptable_pause(long silence, bool available)
    {
        var detector = Deadline();
        detector.HeartBeat();
        _now += silence;
        Assert.Equal(available, detector.IsAvailable);
    }

    [Fact]
    public void After_regular_heartbeats_the_pause_is_put_up_with_and_little_more()
    {
        var detector = Phi();
        for (var i = 0; i < 100; i++)
        {
            detector.HeartBeat();
            _now += 1_000;
        }

        detector.HeartBeat();
        _now += 10_500;
        Assert.True(detector.IsAvailable);
        _now += 2_500;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void Irregular_heartbeats_earn_more_patience_than_regular_ones()
    {
        Assert.True(SilenceUntilSuspected(jitter: 2_000) > SilenceUntilSuspected(jitter: 0) + 1_000);
    }

    [Fact]
    public void Who_comes_back_is_available_again_and_the_outage_is_not_learned_from()
    {
        var detector = Phi();
        for (var i = 0; i < 20; i++)
        {
            detector.HeartBeat();
            _now += 1_000;
        }

        _now += 100_000;
        Assert.False(detector.IsAvailable);
        detector.HeartBeat();
        Assert.True(detector.IsAvailable);
        _now += 14_000;
        Assert.False(detector.IsAvailable);
    }

    [Fact]
    public void Each_resource_has_a_detector_of_its_own()
    {
        var registry = new DefaultFailureDetectorRegistry<string>(Deadline);
        registry.Heartbeat("first");
        _now += 100_000;
        registry.Heartbeat("second");
        _now += 30_000;
        Assert.False(registry.IsAvailable("first"));
        Assert.True(registry.IsAvailable("second"));
        Assert.True(registry.IsAvailable("unknown"));
        registry.Remove("first");
        Assert.False(registry.IsMonitoring("first"));
    }

    private long SilenceUntilSuspected(int jitter)
    {
        var random = new Random(1);
        var detector = Phi();
        for (var i = 0; i < 100; i++)
        {
            detector.HeartBeat();
            _now += 3_000 + random.Next(-jitter, jitter + 1);
        }

        detector.HeartBeat();
        var began = _now;
        while (detector.IsAvailable) _now += 100;
        return _now - began;
    }

    private PhiAccrualFailureDetector Phi() => new(
        10, 200, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), () => _now);

    private DeadlineFailureDetector Deadline() => new(TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(4), () => _now);
}
