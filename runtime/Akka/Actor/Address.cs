using System.Globalization;

namespace Akka.Actor;

/// <summary>
/// Where an actor system is: <c>akka://name</c> for this process, <c>akka.tcp://name@host:port</c> for one that can be reached from
/// outside. Compared by all four parts.
/// </summary>
public sealed class Address : IEquatable<Address>, IComparable<Address>, ICloneable
{
    public static readonly Address AllSystems = new("akka", "all-systems");

    private readonly string _text;

    /// <exception cref="ArgumentException">The protocol or the system is empty.</exception>
    public Address(string protocol, string system, string? host = null, int? port = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(protocol);
        ArgumentException.ThrowIfNullOrEmpty(system);
        Protocol = protocol;
        System = system;
        Host = host?.ToLowerInvariant()!;
        Port = port;
        _text = port is null ? $"{protocol}://{system}{(host is null ? "" : "@" + Host)}"
            : string.Create(CultureInfo.InvariantCulture, $"{protocol}://{system}{(host is null ? "" : "@" + Host)}:{port}");
    }

    public string Protocol { get; }

    public string System { get; }

    public string Host { get; }

    public int? Port { get; }

    /// <summary>No host and port: the address means something only in this process.</summary>
    public bool HasLocalScope => string.IsNullOrEmpty(Host);

    public bool HasGlobalScope => !HasLocalScope;

    /// <summary>The part behind <c>//</c>.</summary>
    public string HostPort() => _text[(Protocol.Length + 3)..];

    public Address WithProtocol(string protocol) => new(protocol, System, Host, Port);

    public Address WithSystem(string system) => new(Protocol, system, Host, Port);

    public Address WithHost(string? host = null) => new(Protocol, System, host, Port);

    public Address WithPort(int? port = null) => new(Protocol, System, Host, port);

    /// <summary>Reads the address that a text begins with: a path behind it is left out.</summary>
    /// <exception cref="UriFormatException">The text does not begin with an address.</exception>
    public static Address Parse(string address) =>
        TryParse(address, out var parsed) ? parsed : throw new UriFormatException($"'{address}' is not the address of an actor system.");

    public static bool TryParse(string path, out Address address)
    {
        address = null!;
        if (path is null || !SplitPath(path, out var found, out _)) return false;
        address = found;
        return true;
    }

    public static bool operator ==(Address? left, Address? right) => Equals(left, right);

    public static bool operator !=(Address? left, Address? right) => !Equals(left, right);

    public object Clone() => new Address(Protocol, System, Host, Port);

    public int CompareTo(Address? other)
    {
        if (other is null) return 1;
        var order = string.CompareOrdinal(Protocol, other.Protocol);
        if (order == 0) order = string.CompareOrdinal(System, other.System);
        if (order == 0) order = string.CompareOrdinal(Host, other.Host);
        return order != 0 ? order : (Port ?? 0) - (other.Port ?? 0);
    }

    public bool Equals(Address? other) => ReferenceEquals(this, other) || (other is not null && _text == other._text);

    public override bool Equals(object? obj) => Equals(obj as Address);

    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _text;

    /// <summary>Takes <c>protocol://system[@host:port]</c> off the front of <paramref name="text"/>.</summary>
    internal static bool SplitPath(string text, out Address address, out string rest)
    {
        address = null!;
        rest = "";
        var colon = text.IndexOf("://", StringComparison.Ordinal);
        if (colon <= 0 || !text.StartsWith("akka", StringComparison.Ordinal)) return false;
        var protocol = text[..colon];
        var slash = text.IndexOf('/', colon + 3);
        var authority = slash < 0 ? text[(colon + 3)..] : text[(colon + 3)..slash];
        rest = slash < 0 ? "" : text[slash..];
        if (authority.Length == 0) return false;
        var at = authority.IndexOf('@', StringComparison.Ordinal);
        if (at < 0)
        {
            if (authority.Contains(':', StringComparison.Ordinal)) return false;
            address = new Address(protocol, authority);
            return true;
        }
        var where = authority[(at + 1)..];
        var lastColon = where.LastIndexOf(':');
        if (at == 0 || lastColon <= 0
            || !ushort.TryParse(where.AsSpan(lastColon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)) return false;
        address = new Address(protocol, authority[..at], where[..lastColon], port);
        return true;
    }
}
