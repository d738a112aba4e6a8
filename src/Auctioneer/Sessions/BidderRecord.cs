using System.Security.Cryptography;
using System.Text;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Sessions;

/// <summary>
/// What the desk knows of a bidder: the name, and the hash of the token that proves it. Whose bids were accepted, the lots know.
/// </summary>
/// <param name="name">The bidder's name.</param>
/// <param name="tokenHash">The hash of its token (<see cref="Journal.TokenHash"/>).</param>
internal sealed class BidderRecord(string name, string tokenHash)
{
    private readonly byte[] _hash = Encoding.ASCII.GetBytes(tokenHash);

    public string Name => name;

    public string TokenHash => tokenHash;

    /// <summary>Whether this is the bidder's token; takes the same time whatever is wrong with it.</summary>
    public bool IsToken(string? offered) =>
        offered is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Journal.TokenHash.Of(offered)), _hash);

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
