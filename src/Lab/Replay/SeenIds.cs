using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AkkaAuction.Lab.Replay;

/// <summary>
/// Which auctions of a file have been seen. It keeps 16 bytes of each id's hash and not the id, because it is all that a replay keeps of an
/// auction that is done; that two of a file's ids agree in 128 bits of SHA-256 is not to be expected.
/// </summary>
internal sealed class SeenIds
{
    private readonly HashSet<UInt128> _hashes = [];

    /// <returns>Whether it is the first time.</returns>
    public bool Add(string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(id), hash);
        return _hashes.Add(BinaryPrimitives.ReadUInt128LittleEndian(hash));
    }
}
