using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace AkkaAuction.Bidder.Commands;

/// <summary>Where a house is: <c>HOST:PORT</c>, an IPv6 address in brackets.</summary>
public sealed record HouseAddress(string Host, int Port)
{
    /// <summary>The default: a house on this machine.</summary>
    public static HouseAddress Default { get; } = new("127.0.0.1", 12340);

    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>Reads an address; the fault says what would be right.</summary>
    public static bool TryParse(string text, out HouseAddress address, out string fault)
    {
        ArgumentNullException.ThrowIfNull(text);
        address = Default;
        fault = $"'{text}' is no HOST:PORT; write a host, a colon and a port from 1 to 65535, like {Default}";
        var colon = text.LastIndexOf(':');
        if (colon <= 0) return false;
        var host = text[..colon];
        if (host.StartsWith('[') && host.EndsWith(']')) host = host[1..^1];
        else if (host.Contains(':', StringComparison.Ordinal)) return false;
        if (host.Length == 0 || host.Any(symbol => char.IsWhiteSpace(symbol) || symbol is '/' or '@')) return false;
        if (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > 65535)
            return false;
        address = new HouseAddress(host, port);
        fault = "";
        return true;
    }

    /// <summary>The option that both commands take.</summary>
    public static Option<HouseAddress?> Option(string description) => new("--connect")
    {
        Description = description,
        HelpName = "HOST:PORT",
        CustomParser = Parse,
    };

    private static HouseAddress? Parse(ArgumentResult result)
    {
        if (TryParse(result.Tokens[0].Value, out var address, out var fault)) return address;
        result.AddError($"--connect: {fault}.");
        return null;
    }
}
