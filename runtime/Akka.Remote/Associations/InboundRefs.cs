using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Akka.Actor;

namespace Akka.Remote.Associations;

/// <summary>
/// Turns the paths and manifests of incoming frames into references and strings, and remembers the last ones: the same few come again and again
/// on one connection. Used by one thread at a time. A fixed number of places, so that a peer cannot fill memory with invented paths.
/// </summary>
internal sealed class InboundRefs(Remoting remoting)
{
    private const int Places = 512;
    private const int LongestKey = 512;

    private readonly (byte[] Key, IInternalActorRef Ref)[] _refs = new (byte[], IInternalActorRef)[Places];
    private readonly (byte[] Key, string Text)[] _manifests = new (byte[], string)[64];

    public IInternalActorRef Recipient(ReadOnlySpan<byte> path) => Find(path, true);

    public IActorRef Sender(ReadOnlySpan<byte> path) => Find(path, false);

    public string Manifest(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return "";
        ref var place = ref _manifests[PlaceOf(bytes, _manifests.Length)];
        if (place.Key is { } key && bytes.SequenceEqual(key)) return place.Text;
        var text = Encoding.UTF8.GetString(bytes);
        if (bytes.Length <= LongestKey) place = (bytes.ToArray(), text);
        return text;
    }

    private IInternalActorRef Find(ReadOnlySpan<byte> path, bool addressed)
    {
        ref var place = ref _refs[PlaceOf(path, Places)];
        if (place.Key is { } key && path.SequenceEqual(key)) return place.Ref;

        var found = remoting.Resolve(Encoding.UTF8.GetString(path), addressed, out var lasting);
        if (lasting && path.Length <= LongestKey) place = (path.ToArray(), found);
        return found;
    }

    /// <summary>Paths differ at their ends: names, and the number of the incarnation.</summary>
    private static int PlaceOf(ReadOnlySpan<byte> bytes, int places)
    {
        ulong hash = (uint)bytes.Length;
        if (bytes.Length >= 16)
        {
            hash ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes[^16..]) * 0x9E3779B97F4A7C15;
            hash = BitOperations.RotateLeft(hash, 29) ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]);
        }
        else
        {
            foreach (var b in bytes) hash = (hash * 31) + b;
        }

        return (int)((hash * 0x9E3779B97F4A7C15) >> 40) & (places - 1);
    }
}
