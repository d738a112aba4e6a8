using Akka.Configuration;

namespace Akka.Remote.Configuration;

/// <summary>The section <c>akka.remote.dot-netty.tcp</c>: the name is that of Akka.NET's transport, the sockets are the platform's.</summary>
internal sealed class TcpSettings
{
    private const long DefaultPendingBytesMax = 64L << 20;
    private const long SmallestFrameBytes = 32_000;

    /// <exception cref="ConfigurationException">A value is missing or out of its range.</exception>
    public TcpSettings(Config config)
    {
        Port = Within(config, "port", 0, ushort.MaxValue);
        Hostname = config.GetString("hostname", "") ?? "";
        PublicHostname = config.GetString("public-hostname", "") ?? "";
        PublicPort = Within(config, "public-port", 0, ushort.MaxValue);
        UseIpv6 = config.GetBoolean("dns-use-ipv6");
        ConnectionTimeout = RemoteSettings.Positive(config, "connection-timeout");
        MaximumFrameBytes = Bytes(config, "maximum-frame-size");
        var pending = Bytes(config, "write-buffer-high-water-mark");
        PendingBytesMax = pending == 0 ? DefaultPendingBytesMax : Math.Min(pending, 1 << 30);
        SendBufferBytes = (int)Bytes(config, "send-buffer-size");
        ReceiveBufferBytes = (int)Bytes(config, "receive-buffer-size");
        Backlog = Within(config, "backlog", 1, int.MaxValue);
        NoDelay = config.GetBoolean("tcp-nodelay");
        KeepAlive = config.GetBoolean("tcp-keepalive");
        ReuseAddress = config.GetString("tcp-reuse-addr") switch
        {
            "off-for-windows" => !OperatingSystem.IsWindows(),
            _ => config.GetBoolean("tcp-reuse-addr"),
        };
        EnableSsl = config.GetBoolean("enable-ssl");
        SuppressValidation = config.GetBoolean("ssl.suppress-validation");
        CertificatePath = config.GetString("ssl.certificate.path", "") ?? "";
        CertificatePassword = config.GetString("ssl.certificate.password", "") ?? "";
        if (MaximumFrameBytes is < SmallestFrameBytes or > 1 << 30)
            throw new ConfigurationException($"akka.remote.dot-netty.tcp.maximum-frame-size is {MaximumFrameBytes}; it takes {SmallestFrameBytes} bytes to 1 GiB.");
        if (EnableSsl && CertificatePath.Length == 0)
            throw new ConfigurationException("akka.remote.dot-netty.tcp.enable-ssl needs ssl.certificate.path.");
    }

    public int Port { get; }

    public string Hostname { get; }

    public string PublicHostname { get; }

    public int PublicPort { get; }

    public bool UseIpv6 { get; }

    public TimeSpan ConnectionTimeout { get; }

    /// <summary>Of a frame with its length.</summary>
    public long MaximumFrameBytes { get; }

    /// <summary>What may wait for one connection.</summary>
    public long PendingBytesMax { get; }

    public int SendBufferBytes { get; }

    public int ReceiveBufferBytes { get; }

    public int Backlog { get; }

    public bool NoDelay { get; }

    public bool KeepAlive { get; }

    public bool ReuseAddress { get; }

    public bool EnableSsl { get; }

    public bool SuppressValidation { get; }

    public string CertificatePath { get; }

    public string CertificatePassword { get; }

    private static int Within(Config config, string path, int least, int most)
    {
        var value = config.GetInt(path);
        return value >= least && value <= most
            ? value
            : throw new ConfigurationException($"akka.remote.dot-netty.tcp.{path} is {value}; it takes {least} to {most}.");
    }

    private static long Bytes(Config config, string path) =>
        config.GetByteSize(path) ?? throw new ConfigurationException($"akka.remote.dot-netty.tcp.{path} is not a size.");
}
