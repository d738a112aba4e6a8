using AkkaAuction.Rules.Examples;

namespace AkkaAuction.Lab.Decide;

/// <summary>One auction of a file; or what is wrong with it.</summary>
/// <param name="Name">What messages and tables call it: its id, or its place in the file.</param>
/// <param name="Auction">It; null: it cannot be taken.</param>
/// <param name="Fault">Why not.</param>
public readonly record struct ReadAuction(string Name, AskedAuction? Auction, InputException? Fault);

/// <summary>One auction of a file.</summary>
/// <param name="Name">What messages and tables call it: its id, or its place in the file.</param>
/// <param name="Auction">What the rules need to know of it.</param>
/// <param name="Digits">Digits behind the point of its minor units: the most that any of its numbers has.</param>
public sealed record AskedAuction(string Name, WorkedAuction Auction, int Digits);

/// <summary>An auction of a file, and what came of it.</summary>
/// <param name="Name">What messages and tables call it.</param>
public abstract record DecidedAuction(string Name)
{
    public sealed record Decided(AskedAuction Asked, WorkedOutcome Outcome) : DecidedAuction(Asked.Name);

    /// <param name="Why">What is wrong with it, and what would be right.</param>
    public sealed record Undecided(string Name, string Why) : DecidedAuction(Name);
}
