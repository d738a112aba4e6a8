using System.Security.Cryptography;
using System.Text;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>What the desk knows of a bidder: the name, and the token that proves it. Whose bids were accepted, the lots know.</summary>
/// <param name="name">The bidder's name.</param>
/// <param name="token">The token that proves it.</param>
internal sealed class BidderRecord(string name, string token)
{
    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);

    public string Name => name;

    public string Token => token;

    /// <summary>Whether this is the bidder's token; takes the same time whatever is wrong with it.</summary>
    public bool IsToken(string? offered) =>
        offered is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), _token);

    /// <summary>A token nobody can guess: 128 bits.</summary>
    /// <param name="chance">Where they come from: in a house that serves anybody, the system's cryptographic source.</param>
    public static string NewToken(RandomNumberGenerator chance)
    {
        ArgumentNullException.ThrowIfNull(chance);
        var bits = new byte[16];
        chance.GetBytes(bits);
        return Convert.ToHexStringLower(bits);
    }
}
