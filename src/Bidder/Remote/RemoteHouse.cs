using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AkkaAuction.Bidder.Remote;

/// <summary>
/// A house that is reached over akka.tcp: <c>akka.tcp://house@HOST:PORT</c>, or with TLS: <c>akka.ssl.tcp://house@HOST:PORT</c>.
/// </summary>
/// <param name="System">The name of its actor system.</param>
/// <param name="Host">A name or an address; one of IPv6 in brackets.</param>
/// <param name="Port">1 to 65535.</param>
/// <param name="Tls">Whether it is spoken to over TLS; its certificate must be one that this machine trusts.</param>
public sealed record RemoteHouse(string System, string Host, int Port, bool Tls = false)
{
    /// <summary>As Akka.NET writes it in addresses.</summary>
    public string Protocol => Tls ? "akka.ssl.tcp" : "akka.tcp";

    /// <summary>The default: a house on this machine.</summary>
    public static RemoteHouse Default { get; } = new("house", "127.0.0.1", 8110);

    /// <summary>Where bidders register.</summary>
    public string Desk => $"{this}/user/desk";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Protocol}://{System}@{Host}:{Port}");

    /// <summary>Reads an address; the fault says what would be right.</summary>
    public static bool TryParse(string text, out RemoteHouse house, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        house = Default;
        fault = $"'{text}' is no address of a house; write akka.tcp://SYSTEM@HOST:PORT with a port from 1 to 65535, like {Default}";
        var tls = text.StartsWith("akka.ssl.tcp://", StringComparison.Ordinal);
        if (!tls && !text.StartsWith("akka.tcp://", StringComparison.Ordinal)) return false;
        var rest = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..].TrimEnd('/');
        var at = rest.IndexOf('@', StringComparison.Ordinal);
        var colon = rest.LastIndexOf(':');
        if (at <= 0 || colon <= at + 1) return false;
        var (system, host) = (rest[..at], rest[(at + 1)..colon]);
        if (!system.All(symbol => char.IsAsciiLetterOrDigit(symbol) || symbol is '-' or '_') || system[0] is '-' or '_') return false;
        var isBare = !host.Contains(':', StringComparison.Ordinal) || (host.StartsWith('[') && host.EndsWith(']'));
        if (!isBare || host.Any(symbol => char.IsWhiteSpace(symbol) || symbol is '/' or '@')) return false;
        if (!int.TryParse(rest[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            return false;
        house = new RemoteHouse(system, host, port, tls);
        fault = "";
        return true;
    }

    /// <summary>The option that both commands take.</summary>
    public static Option<RemoteHouse?> Option() => new("--auctioneer")
    {
        Description = "The house as a remote actor system, instead of --connect; akka.ssl.tcp://… for one whose door speaks TLS.",
        HelpName = Default.ToString(),
        CustomParser = Parse,
    };

    private static RemoteHouse? Parse(ArgumentResult result)
    {
        if (TryParse(result.Tokens[0].Value, out var house, out var fault)) return house;
        result.AddError($"--auctioneer: {fault}.");
        return null;
    }
}
