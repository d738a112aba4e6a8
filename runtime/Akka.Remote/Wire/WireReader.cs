using System.Buffers.Binary;
using System.Text;

namespace Akka.Remote.Wire;

/// <summary>
/// Reads protobuf's wire format straight from a received frame, without copying and without building objects: the hot path looks at five
/// fields of a message and needs no schema for it. Every read is bounded by the span, so hostile lengths end in
/// <see cref="WireFormatException"/> and nothing else. Fields that are not known are skipped, as protobuf asks.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    public const int Varint = 0;
    public const int Fixed64 = 1;
    public const int LengthDelimited = 2;
    public const int Fixed32 = 5;

    private ReadOnlySpan<byte> _rest = bytes;
    private int _wireType;

    /// <summary>Moves to the next field. False at the end of the bytes.</summary>
    public bool Next(out int field)
    {
        if (_rest.IsEmpty)
        {
            field = 0;
            return false;
        }

        var tag = ReadRawVarint();
        _wireType = (int)(tag & 7);
        var number = tag >> 3;
        if (number is 0 or > 0x1FFFFFFF) throw new WireFormatException("A field has no valid number.");
        field = (int)number;
        return true;
    }

    public ulong UInt64()
    {
        Expect(Varint);
        return ReadRawVarint();
    }

    public int Int32() => (int)UInt64();

    public bool Bool() => UInt64() != 0;

    public ulong FixedUInt64()
    {
        Expect(Fixed64);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }

    /// <summary>Appends the numbers of a repeated field, which a writer may pack into one field (as we do) or write one by one.</summary>
    public void PackedFixed64(List<ulong> numbers)
    {
        if (_wireType == Fixed64)
        {
            numbers.Add(FixedUInt64());
            return;
        }

        var packed = Bytes();
        if (packed.Length % 8 != 0) throw new WireFormatException("A row of numbers is cut off.");
        for (; !packed.IsEmpty; packed = packed[8..]) numbers.Add(BinaryPrimitives.ReadUInt64LittleEndian(packed));
    }

    /// <summary>The bytes of a string, of a byte field or of a message inside this one: a window into the frame, not a copy.</summary>
    public ReadOnlySpan<byte> Bytes()
    {
        Expect(LengthDelimited);
        var length = ReadRawVarint();
        if (length > (ulong)_rest.Length) throw new WireFormatException($"A field claims {length} bytes where {_rest.Length} are left.");
        return Take((int)length);
    }

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public void Skip()
    {
        switch (_wireType)
        {
            case Varint:
                ReadRawVarint();
                break;
            case Fixed64:
                Take(8);
                break;
            case LengthDelimited:
                Bytes();
                break;
            case Fixed32:
                Take(4);
                break;
            default:
                throw new WireFormatException($"Wire type {_wireType} is not used by this protocol.");
        }
    }

    private readonly void Expect(int wireType)
    {
        if (_wireType != wireType) throw new WireFormatException($"A field has wire type {_wireType} instead of {wireType}.");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > _rest.Length) throw new WireFormatException($"{count} bytes are needed where {_rest.Length} are left.");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ulong ReadRawVarint()
    {
        ulong value = 0;
        for (var i = 0; i < 10; i++)
        {
            if (i >= _rest.Length) throw new WireFormatException("A number is cut off.");
            var b = _rest[i];
            value |= (ulong)(b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                _rest = _rest[(i + 1)..];
                return value;
            }
        }

        throw new WireFormatException("A number does not end.");
    }
}
