namespace Akka.TestKit;

/// <summary>Holds everybody who comes to it until the given number has come; then all go on together, as often as they like.</summary>
public class TestBarrier
{
    private readonly TestKitBase _testKit;
    private readonly int _count;
    private readonly TimeSpan _defaultTimeout;
    private readonly Barrier _barrier;

    public TestBarrier(TestKitBase testKit, int count, TimeSpan? defaultTimeout = null)
    {
        _testKit = testKit;
        _count = count;
        _defaultTimeout = defaultTimeout ?? testKit.TestKitSettings.DefaultTimeout;
        _barrier = new Barrier(count);
    }

    public void Await() => Await(_defaultTimeout);

    /// <param name="timeout">How long to wait for the others (dilated); then one goes on alone.</param>
    public void Await(TimeSpan timeout) => _barrier.SignalAndWait(_testKit.Dilated(timeout));

    public void Reset()
    {
        _barrier.RemoveParticipants(_count);
        _barrier.AddParticipants(_count);
    }
}
