using System.Buffers;
using System.Buffers.Binary;

namespace Akka.Remote.Wire;

/// <summary>A frame longer than <c>maximum-frame-size</c> was announced. Nothing of it is read: the connection is closed.</summary>
internal sealed class OversizedFrameException(long length, long limit)
    : Exception($"A frame of {length} bytes was announced where {limit} are allowed.");

/// <summary>
/// What TCP carries is a row of frames: four bytes of length, little-endian, and that many bytes of one protocol message. The length does
/// not count itself; the limit does, as in Akka.NET.
/// </summary>
internal static class Frame
{
    public const int HeaderBytes = 4;

    /// <summary>Takes the first whole frame off the buffer. False when there is none yet.</summary>
    /// <exception cref="OversizedFrameException">The announced length is negative or above the limit.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, long maximumFrameBytes, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        if (buffer.Length < HeaderBytes) return false;

        var length = ReadHeader(buffer);
        if (length < 0 || length > maximumFrameBytes - HeaderBytes) throw new OversizedFrameException((uint)length, maximumFrameBytes);
        if (buffer.Length < HeaderBytes + (long)length) return false;

        payload = buffer.Slice(HeaderBytes, length);
        buffer = buffer.Slice(payload.End);
        return true;
    }

    private static int ReadHeader(in ReadOnlySequence<byte> buffer)
    {
        if (buffer.FirstSpan.Length >= HeaderBytes) return BinaryPrimitives.ReadInt32LittleEndian(buffer.FirstSpan);
        Span<byte> header = stackalloc byte[HeaderBytes];
        buffer.Slice(0, HeaderBytes).CopyTo(header);
        return BinaryPrimitives.ReadInt32LittleEndian(header);
    }
}
