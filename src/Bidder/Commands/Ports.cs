using System.CommandLine;
using System.Globalization;

namespace AkkaAuction.Bidder.Commands;

/// <summary>Ports on a command line and at a question.</summary>
internal static class Ports
{
    public const int OfTheRoom = 12345;

    public static Argument<int?> Argument(ArgumentArity arity, string description)
    {
        var port = new Argument<int?>("PORT") { Description = description, Arity = arity };
        port.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !TryParse(result.Tokens[0].Value, out _))
                result.AddError($"PORT is \"{result.Tokens[0].Value}\"; it must be a port from 1 to 65535.");
        });
        return port;
    }

    public static bool TryParse(string? text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
