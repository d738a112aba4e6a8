namespace AkkaAuction.Lab.Replay;

/// <summary>Something of a file that could not be taken; the rest was.</summary>
/// <param name="Auction">The auction that is left out because of it; null: a row that names none.</param>
/// <param name="Why">The first fault: the file, the line, the column, and what would be right.</param>
public sealed record LeftOut(string? Auction, string Why);
