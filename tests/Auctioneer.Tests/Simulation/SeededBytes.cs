using System.Security.Cryptography;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>Tokens and salts that are the same for the same seed: not for a house that serves anybody.</summary>
internal sealed class SeededBytes(int seed) : RandomNumberGenerator
{
    private readonly Random _chance = new(seed);

    public override void GetBytes(byte[] data) => _chance.NextBytes(data);
}
