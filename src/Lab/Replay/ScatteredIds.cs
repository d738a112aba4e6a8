using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// Which auctions of a file have rows that do not stand together. It keeps 16 bytes of each id's hash and not the id, because it is all
/// that a replay keeps of an auction that is done; that two of a file's ids agree in 128 bits of SHA-256 is not to be expected.
/// </summary>
internal sealed class ScatteredIds
{
    private readonly HashSet<UInt128> _seen = [];
    private readonly HashSet<UInt128> _scattered = [];
    private UInt128? _current;

    /// <summary>Goes on to the next row.</summary>
    public void Next(ReadOnlySpan<char> id)
    {
        var hash = HashOf(id);
        if (hash == _current) return;
        _current = hash;
        if (!_seen.Add(hash)) _scattered.Add(hash);
    }

    /// <summary>Whether its rows do not stand together, once every row was gone through.</summary>
    public bool Contains(ReadOnlySpan<char> id) => _scattered.Count > 0 && _scattered.Contains(HashOf(id));

    private static UInt128 HashOf(ReadOnlySpan<char> id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id.ToString()), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
