using Akka.Configuration;
using Akka.Event;

namespace Akka.Remote.Configuration;

/// <summary>The section <c>akka.remote</c>, read once. The defaults stand in <c>remote.conf</c> and nowhere else.</summary>
internal sealed class RemoteSettings
{
    /// <exception cref="ConfigurationException">A value is missing or out of its range.</exception>
    public RemoteSettings(Config config)
    {
        var remote = config.GetConfig("akka.remote");
        StartupTimeout = Positive(remote, "startup-timeout");
        ShutdownTimeout = Positive(remote, "shutdown-timeout");
        FlushWait = Positive(remote, "flush-wait-on-shutdown");
        UsePassiveConnections = remote.GetBoolean("use-passive-connections");
        HandshakeTimeout = Positive(remote, "handshake-timeout");
        UntrustedMode = remote.GetBoolean("untrusted-mode");
        TrustedSelectionPaths = remote.GetStringList("trusted-selection-paths").ToHashSet(StringComparer.Ordinal);
        LogReceive = remote.GetBoolean("log-received-messages");
        LogSend = remote.GetBoolean("log-sent-messages");
        LifecycleLogLevel = LevelOf(remote.GetString("log-remote-lifecycle-events"));
        BacklogMax = remote.GetString("log-buffer-size-exceeding") is "off" or "false" ? 50_000 : remote.GetInt("log-buffer-size-exceeding");
        TransportHeartbeatInterval = Positive(remote, "transport-failure-detector.heartbeat-interval");
        TransportAcceptablePause = Positive(remote, "transport-failure-detector.acceptable-heartbeat-pause");
        RetryGateClosedFor = remote.GetTimeSpan("retry-gate-closed-for");
        QuarantineDuration = Positive(remote, "prune-quarantine-marker-after");
        QuarantineAfterSilence = Positive(remote, "quarantine-after-silence");
        SystemMessageBufferSize = remote.GetInt("system-message-buffer-size");
        ResendInterval = Positive(remote, "resend-interval");
        ResendLimit = remote.GetInt("resend-limit");
        InitialSystemMessageDeliveryTimeout = Positive(remote, "initial-system-message-delivery-timeout");
        Watch = new WatchSettings(remote.GetConfig("watch-failure-detector"));
        Tcp = new TcpSettings(remote.GetConfig("dot-netty.tcp"));
        if (SystemMessageBufferSize < 1 || ResendLimit < 1 || BacklogMax < 1)
            throw new ConfigurationException("A limit in akka.remote is below 1.");
    }

    public TimeSpan StartupTimeout { get; }

    public TimeSpan ShutdownTimeout { get; }

    public TimeSpan FlushWait { get; }

    public bool UsePassiveConnections { get; }

    public TimeSpan HandshakeTimeout { get; }

    public bool UntrustedMode { get; }

    public IReadOnlySet<string> TrustedSelectionPaths { get; }

    public bool LogReceive { get; }

    public bool LogSend { get; }

    /// <summary>From which level on lifecycle events are logged; null for never.</summary>
    public LogLevel? LifecycleLogLevel { get; }

    /// <summary>How many messages may wait for an association to come up.</summary>
    public int BacklogMax { get; }

    public TimeSpan TransportHeartbeatInterval { get; }

    public TimeSpan TransportAcceptablePause { get; }

    public TimeSpan RetryGateClosedFor { get; }

    public TimeSpan QuarantineDuration { get; }

    public TimeSpan QuarantineAfterSilence { get; }

    public int SystemMessageBufferSize { get; }

    public TimeSpan ResendInterval { get; }

    public int ResendLimit { get; }

    public TimeSpan InitialSystemMessageDeliveryTimeout { get; }

    public WatchSettings Watch { get; }

    public TcpSettings Tcp { get; }

    internal static TimeSpan Positive(Config config, string path)
    {
        var value = config.GetTimeSpan(path);
        return value > TimeSpan.Zero ? value : throw new ConfigurationException($"akka.remote: {path} must be positive.");
    }

    private static LogLevel? LevelOf(string text) => text.ToUpperInvariant() switch
    {
        "OFF" or "FALSE" => null,
        "ON" or "TRUE" or "DEBUG" => LogLevel.DebugLevel,
        "INFO" => LogLevel.InfoLevel,
        "WARNING" => LogLevel.WarningLevel,
        "ERROR" => LogLevel.ErrorLevel,
        _ => throw new ConfigurationException($"akka.remote.log-remote-lifecycle-events is '{text}'; it takes on, off, debug, info, warning, error."),
    };
}

/// <summary>The section <c>akka.remote.watch-failure-detector</c>: when a node that is watched is held to be gone.</summary>
internal sealed class WatchSettings(Config config)
{
    public bool IsPhi { get; } = config.GetString("implementation-class").Split(',')[0].Trim() switch
    {
        "Akka.Remote.PhiAccrualFailureDetector" => true,
        "Akka.Remote.DeadlineFailureDetector" => false,
        var other => throw new ConfigurationException(
            $"watch-failure-detector.implementation-class is '{other}'; Akka.Remote.PhiAccrualFailureDetector and Akka.Remote.DeadlineFailureDetector are here."),
    };

    public TimeSpan HeartbeatInterval { get; } = RemoteSettings.Positive(config, "heartbeat-interval");

    public double Threshold { get; } = config.GetDouble("threshold");

    public int MaxSampleSize { get; } = config.GetInt("max-sample-size");

    public TimeSpan MinStdDeviation { get; } = RemoteSettings.Positive(config, "min-std-deviation");

    public TimeSpan AcceptableHeartbeatPause { get; } = config.GetTimeSpan("acceptable-heartbeat-pause");

    public TimeSpan ReaperInterval { get; } = RemoteSettings.Positive(config, "unreachable-nodes-reaper-interval");

    public TimeSpan ExpectedResponseAfter { get; } = RemoteSettings.Positive(config, "expected-response-after");

    public FailureDetector Create(Clock clock) => IsPhi
        ? new PhiAccrualFailureDetector(Threshold, MaxSampleSize, MinStdDeviation, AcceptableHeartbeatPause, HeartbeatInterval, clock)
        : new DeadlineFailureDetector(AcceptableHeartbeatPause, HeartbeatInterval, clock);
}
