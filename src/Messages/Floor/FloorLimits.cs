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

    /// <summary>Bytes of a sale's id.</summary>
    public const int SaleBytesMax = 64;

    /// <summary>Bytes of a lot's full name, <c>sale/lot</c>.</summary>
    public const int LotNameBytesMax = SaleBytesMax + 1 + LotBytesMax;

    private const byte SaleEnd = (byte)'/';

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

    /// <summary>Whether these bytes may be a sale's id: 1–64 of A–Z, a–z, 0–9, <c>-</c>, <c>_</c>, <c>.</c>.</summary>
    public static bool IsSaleId(ReadOnlySpan<byte> text) =>
        text.Length is > 0 and <= SaleBytesMax && !text.ContainsAnyExcept(NameBytes);

    /// <summary>Whether these bytes may name a lot: its id, or its full name <c>sale/lot</c>.</summary>
    public static bool IsLotName(ReadOnlySpan<byte> text) =>
        text.IndexOf(SaleEnd) is var end and >= 0 ? IsSaleId(text[..end]) && IsLotId(text[(end + 1)..]) : IsLotId(text);

    /// <summary>
    /// Whether each part of a lot's name is short enough to be one. The house looks such a name up, whatever its characters are.
    /// </summary>
    public static bool LotNameFits(ReadOnlySpan<byte> text) => PartsFit(text, SaleEnd);

    /// <inheritdoc cref="LotNameFits(ReadOnlySpan{byte})"/>
    /// <param name="text">ASCII alone.</param>
    public static bool LotNameFits(ReadOnlySpan<char> text) => PartsFit(text, (char)SaleEnd);

    private static bool PartsFit<T>(ReadOnlySpan<T> text, T saleEnd) where T : unmanaged, IEquatable<T> =>
        text.IndexOf(saleEnd) is var end and >= 0
            ? end <= SaleBytesMax && text.Length - end - 1 <= LotBytesMax
            : text.Length <= LotBytesMax;
}
