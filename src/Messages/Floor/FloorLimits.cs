using System.Buffers;

namespace AkkaAuction.Messages.Floor;

/// <summary>
/// The floor protocol's fixed ceilings and alphabets (docs/reference/protocol-floor.md). Both ends check against the same ones.
/// </summary>
public static class FloorLimits
{
    /// <summary>Bytes of a line, its line end (LF, or CR LF) not counted.</summary>
    public const int LineBytesMax = 4096;

    /// <summary>Characters of a bidder's name.</summary>
    public const int NameLengthMax = 32;

    /// <summary>Characters of a bid id.</summary>
    public const int BidIdLengthMax = 64;

    /// <summary>Bytes of a lot's id.</summary>
    public const int LotBytesMax = 64;

    /// <summary>Digits behind the point of an amount.</summary>
    public const int AmountDigits = 2;

    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."u8);

    private static readonly SearchValues<byte> BidIdBytes =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <summary>
    /// Whether these bytes may name a bidder: 1–32 of A–Z, a–z, 0–9, <c>-</c>, <c>_</c>, <c>.</c>; not <c>-</c> alone, which on the wire
    /// means nobody.
    /// </summary>
    public static bool IsName(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= NameLengthMax && !text.ContainsAnyExcept(NameBytes) && !text.SequenceEqual("-"u8);

    /// <summary>Whether these bytes may be a bid's id: 1–64 of A–Z, a–z, 0–9, <c>-</c>, <c>_</c>.</summary>
    public static bool IsBidId(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= BidIdLengthMax && !text.ContainsAnyExcept(BidIdBytes);

    /// <summary>Whether these bytes may be a lot's id: 1–64 of A–Z, a–z, 0–9, <c>-</c>, <c>_</c>, <c>.</c>.</summary>
    public static bool IsLotId(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= LotBytesMax && !text.ContainsAnyExcept(NameBytes);
}
