using AkkaAuction.Rules.Examples;

namespace AkkaAuction.Lab.Decide;

/// <summary>One auction of a file.</summary>
/// <param name="Name">What messages and tables call it: its id, or its place in the file.</param>
/// <param name="Auction">What the rules need to know of it.</param>
/// <param name="Digits">Digits behind the point of its minor units: the most that any of its numbers has.</param>
public sealed record AskedAuction(string Name, WorkedAuction Auction, int Digits);

/// <summary>An auction and what came of it.</summary>
public sealed record DecidedAuction(AskedAuction Asked, WorkedOutcome Outcome);
