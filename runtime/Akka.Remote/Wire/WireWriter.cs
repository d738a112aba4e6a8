using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Akka.Remote.Wire;

/// <summary>
/// Writes protobuf's wire format into one growing array. An association fills such a buffer while the other one of its pair is on the
/// way to the socket; small messages of the serializers use one of their own. As in proto3, fields at their default value are left out
/// by the methods that take a field number.
/// </summary>
internal sealed class WireWriter(int capacity = 256)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    /// <summary>Forgets the content; what has grown beyond <paramref name="keep"/> bytes is given back.</summary>
    public void Clear(int keep = int.MaxValue)
    {
        Length = 0;
        if (_bytes.Length > keep) _bytes = new byte[keep];
    }

    /// <summary>Takes back everything written after <paramref name="length"/>, for a message that turned out not to fit.</summary>
    public void Truncate(int length) => Length = length;

    public void Field(int number, string? text)
    {
        if (!string.IsNullOrEmpty(text)) Text(number, text);
    }

    public void Field(int number, ReadOnlySpan<byte> bytes)
    {
        if (!bytes.IsEmpty) Message(number, bytes);
    }

    public void Field(int number, ulong value)
    {
        if (value == 0) return;
        Tag(number, WireReader.Varint);
        RawVarint(value);
    }

    public void Field(int number, int value) => Field(number, (ulong)(long)value);

    public void Field(int number, bool value) => Field(number, value ? 1UL : 0UL);

    public void FieldFixed64(int number, ulong value)
    {
        if (value == 0) return;
        Tag(number, WireReader.Fixed64);
        RawFixed64(value);
    }

    /// <summary>A length-delimited field that is written even when it is empty: a message that is there, with nothing set in it.</summary>
    public void Message(int number, ReadOnlySpan<byte> bytes)
    {
        Tag(number, WireReader.LengthDelimited);
        RawVarint((ulong)bytes.Length);
        Raw(bytes);
    }

    public void Text(int number, string text)
    {
        Tag(number, WireReader.LengthDelimited);
        var count = Encoding.UTF8.GetByteCount(text);
        RawVarint((ulong)count);
        Encoding.UTF8.GetBytes(text, Reserve(count));
    }

    public void Tag(int number, int wireType) => RawVarint(((ulong)number << 3) | (uint)wireType);

    public void RawVarint(ulong value)
    {
        var span = Reserve(SizeOf(value));
        var i = 0;
        for (; value >= 0x80; value >>= 7) span[i++] = (byte)(value | 0x80);
        span[i] = (byte)value;
    }

    public void RawFixed64(ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(Reserve(8), value);

    public void RawInt32(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value);

    public void Raw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>How many bytes the number takes as a varint: seven bits each.</summary>
    public static int SizeOf(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    private Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(Length + count)));
        var span = _bytes.AsSpan(Length, count);
        Length += count;
        return span;
    }
}
