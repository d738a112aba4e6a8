using System.Globalization;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>Asks at the terminal for the host and port that the room's command line lacks (R2.1); an empty line is the default.</summary>
internal static class AddressQuestion
{
    private const string DefaultHost = "localhost";
    private const int DefaultPort = 12345;

    /// <param name="input">What is typed.</param>
    /// <param name="output">Where the questions go.</param>
    /// <param name="host">What was given; null: ask.</param>
    /// <param name="port">What was given; null: ask, until a port is said.</param>
    public static (string Host, int Port) Ask(TextReader input, TextWriter output, string? host, int? port)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        if (host is null)
        {
            output.Write($"Address to listen on ({DefaultHost}): ");
            host = input.ReadLine()?.Trim() is { Length: > 0 } said ? said : DefaultHost;
        }
        while (port is null)
        {
            output.Write($"Port ({DefaultPort}): ");
            var said = input.ReadLine()?.Trim();
            if (string.IsNullOrEmpty(said)) port = DefaultPort;
            else if (IsPort(said, out var number)) port = number;
            else output.WriteLine($"\"{said}\" is no port; a port is a number from 0 to 65535.");
        }
        return (host, port.Value);
    }

    internal static bool IsPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= 65535;
}
