using System.Security.Cryptography;
using System.Text;

namespace AkkaAuction.Journal;

/// <summary>
/// What is stored of a bidder's token. A token has 128 random bits, so its hash leads nobody back to it: a copy of the journal lets nobody
/// come back under another's name.
/// </summary>
public static class TokenHash
{
    /// <summary>SHA-256 of a token, lower-case hex.</summary>
    public static string Of(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
