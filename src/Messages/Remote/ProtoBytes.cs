using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace AkkaAuction.Messages.Remote;

/// <summary>
/// Takes protobuf's wire format apart, as far as <see cref="BidCodec"/> needs it: each method takes what comes next, if that is what it
/// is asked for. Whoever is told false gives the whole up. Never throws on any bytes.
/// </summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>A field's tag of one byte.</summary>
    public bool TryTag(byte tag)
    {
        if (_rest.IsEmpty || _rest[0] != tag) return false;
        _rest = _rest[1..];
        return true;
    }

    public bool TryVarint(out ulong value)
    {
        value = 0;
        for (var at = 0; at < _rest.Length && at < 10; at++)
        {
            var next = _rest[at];
            // The tenth has room for one bit.
            if (at == 9 && next > 1) return false;
            value |= (ulong)(next & 0x7F) << (7 * at);
            if (next >= 0x80) continue;
            _rest = _rest[(at + 1)..];
            return true;
        }
        return false;
    }

    public bool TryFixed64(out ulong value)
    {
        if (!BinaryPrimitives.TryReadUInt64LittleEndian(_rest, out value)) return false;
        _rest = _rest[8..];
        return true;
    }

    /// <summary>What has its length before it.</summary>
    public bool TryBytes(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (!TryVarint(out var length) || length > (ulong)_rest.Length) return false;
        content = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return true;
    }
}

/// <summary>
/// Puts protobuf's wire format together, into one array of known size. As in proto3, fields at their default value are left out.
/// </summary>
internal ref struct ProtoWriter(Span<byte> room)
{
    private Span<byte> _room = room;

    public static int SizeOf(ulong varint) => (BitOperations.Log2(varint | 1) / 7) + 1;

    /// <summary>Bytes of a field with a tag of one byte; 0 when it is left out.</summary>
    public static int SizeOfField(long value) => value == 0 ? 0 : 1 + SizeOf((ulong)value);

    /// <inheritdoc cref="SizeOfField(long)"/>
    public static int SizeOfField(int textBytes) => textBytes == 0 ? 0 : SizeOfBytes(textBytes);

    /// <summary>Bytes of a tag, a length and so much behind it.</summary>
    public static int SizeOfBytes(int length) => 1 + SizeOf((ulong)length) + length;

    public void Field(byte tag, long value)
    {
        if (value == 0) return;
        Put(tag);
        Varint((ulong)value);
    }

    public void FieldFixed64(byte tag, ulong value)
    {
        if (value == 0) return;
        Put(tag);
        BinaryPrimitives.WriteUInt64LittleEndian(_room, value);
        _room = _room[8..];
    }

    public void Field(byte tag, string text, int textBytes)
    {
        if (textBytes > 0) Text(tag, text, textBytes);
    }

    /// <summary>A text that is written also when it is empty.</summary>
    public void Text(byte tag, string text, int textBytes)
    {
        Head(tag, textBytes);
        Encoding.UTF8.GetBytes(text, _room);
        _room = _room[textBytes..];
    }

    /// <summary>Tag and length of what is written next.</summary>
    public void Head(byte tag, int length)
    {
        Put(tag);
        Varint((ulong)length);
    }

    /// <summary>Room for bytes that somebody else writes.</summary>
    public Span<byte> Take(int length)
    {
        var taken = _room[..length];
        _room = _room[length..];
        return taken;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Put((byte)(value | 0x80));
        Put((byte)value);
    }

    private void Put(byte value)
    {
        _room[0] = value;
        _room = _room[1..];
    }
}
