using System.Globalization;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// How clients without names of their own are called. Their desk numbers them; one that begins again numbers on from the last client that
/// has bid, so that no two bidders of the journal have the same name.
/// </summary>
internal static class ClientNames
{
    private const string Client = "client-";

    public static string Of(long number) => string.Create(CultureInfo.InvariantCulture, $"{Client}{number}");

    /// <summary>The number in a client's name; 0: it is no such name.</summary>
    public static long NumberOf(string name) =>
        name.StartsWith(Client, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(Client.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
