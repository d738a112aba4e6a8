using System.Collections.Concurrent;

namespace Akka.Remote;

/// <summary>One failure detector for each of several watched things.</summary>
public interface IFailureDetectorRegistry<T>
    where T : notnull
{
    /// <summary>True also for something that is not monitored.</summary>
    bool IsAvailable(T resource);

    bool IsMonitoring(T resource);

    /// <summary>Notes a heartbeat; the first one starts the monitoring.</summary>
    void Heartbeat(T resource);

    void Remove(T resource);

    void Reset();
}

/// <inheritdoc/>
public class DefaultFailureDetectorRegistry<T>(Func<FailureDetector> factory) : IFailureDetectorRegistry<T>
    where T : notnull
{
    private readonly ConcurrentDictionary<T, FailureDetector> _detectors = new();

    public bool IsAvailable(T resource) => !_detectors.TryGetValue(resource, out var detector) || detector.IsAvailable;

    public bool IsMonitoring(T resource) => _detectors.TryGetValue(resource, out var detector) && detector.IsMonitoring;

    public void Heartbeat(T resource) => _detectors.GetOrAdd(resource, _ => factory()).HeartBeat();

    public void Remove(T resource) => _detectors.TryRemove(resource, out _);

    public void Reset() => _detectors.Clear();
}
