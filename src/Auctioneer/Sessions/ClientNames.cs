using System.Globalization;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>Numbers clients that bring no name of their own, over all lives of their desk.</summary>
internal sealed class ClientNames
{
    private const string Client = "client-";

    private long _last;

    public string Next() => string.Create(CultureInfo.InvariantCulture, $"{Client}{++_last}");

    /// <summary>Names up to this number were given before, by a house whose journal this one goes on with.</summary>
    public void WereGiven(long last) => _last = Math.Max(_last, last);

    /// <summary>The number in a client's name; 0: it is no such name.</summary>
    public static long NumberOf(string name) =>
        name.StartsWith(Client, StringComparison.Ordinal) && long.TryParse(name.AsSpan(Client.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
