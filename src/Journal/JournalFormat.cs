using System.Security.Cryptography;
using System.Text;

namespace AkkaAuction.Journal;

/// <summary>What differs between the versions of a journal: how facts are numbered and chained.</summary>
internal interface IJournalFormat
{
    int Version { get; }

    /// <summary>The chain that a stream belongs to.</summary>
    string ChainOf(string stream);

    /// <summary>What the first fact of a chain follows.</summary>
    /// <param name="journal">The journal's name: made at random when the journal is.</param>
    /// <param name="chain">The chain's.</param>
    byte[] Genesis(string journal, string chain);

    /// <summary>What is hashed of the fact before it in its stream; null: nothing.</summary>
    long? Hashed(long follows);

    /// <summary>What a row is called where it is damaged.</summary>
    string NameOf(long place, long number, string chain);
}

/// <summary>Version 1: one chain for everything, so that a fact's event number was its place; what a fact followed was hashed.</summary>
internal sealed class FormatOne : IJournalFormat
{
    public static FormatOne Instance { get; } = new();

    public int Version => 1;

    public string ChainOf(string stream) => Chains.House;

    public byte[] Genesis(string journal, string chain) => SHA256.HashData(Encoding.UTF8.GetBytes($"AkkaAuction journal {journal}"));

    public long? Hashed(long follows) => follows;

    public string NameOf(long place, long number, string chain) => $"event {place}";
}

/// <summary>Version 2: a chain for each sale, each of the originals and the house itself; places are no part of any hash.</summary>
internal sealed class FormatTwo : IJournalFormat
{
    public static FormatTwo Instance { get; } = new();

    public int Version => 2;

    public string ChainOf(string stream) => Chains.Of(stream);

    public byte[] Genesis(string journal, string chain) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"AkkaAuction journal {journal} {chain}"));

    public long? Hashed(long follows) => null;

    public string NameOf(long place, long number, string chain) => $"place {place} (event {number} of {chain})";
}
