using System.Text;
using Google.Protobuf;

namespace AkkaAuction.Remote.Wire.Tests;

/// <summary>
/// Recorded frames name ports, incarnations and waiting askers of that day. This puts today's in their place, or those of that day in
/// today's, wherever in a frame they stand, and mends the lengths around them: what is equal after that is equal byte for byte.
/// </summary>
internal sealed class Rewriting
{
    private readonly List<(string From, string To)> _texts = [];
    private readonly Dictionary<ulong, ulong> _numbers = [];

    public Rewriting Text(string from, string to)
    {
        _texts.Add((from, to));
        return this;
    }

    public Rewriting Number(ulong from, ulong to)
    {
        _numbers[from] = to;
        return this;
    }

    public Rewriting Reversed()
    {
        var reversed = new Rewriting();
        foreach (var (from, to) in _texts) reversed.Text(to, from);
        foreach (var (from, to) in _numbers) reversed.Number(to, from);
        return reversed;
    }

    public byte[] Apply(byte[] message) => TryApply(message) ?? throw new InvalidOperationException("It is no message: " + Convert.ToHexString(message));

    private byte[]? TryApply(byte[] message)
    {
        using var rewritten = new MemoryStream();
        using (var writer = new CodedOutputStream(rewritten, leaveOpen: true))
        {
            try
            {
                using var reader = new CodedInputStream(message);
                while (reader.ReadTag() is > 0 and var tag)
                {
                    writer.WriteTag(tag);
                    switch (WireFormat.GetTagWireType(tag))
                    {
                        case WireFormat.WireType.Varint:
                            var number = reader.ReadUInt64();
                            writer.WriteUInt64(_numbers.GetValueOrDefault(number, number));
                            break;
                        case WireFormat.WireType.Fixed64:
                            var fixedNumber = reader.ReadFixed64();
                            writer.WriteFixed64(_numbers.GetValueOrDefault(fixedNumber, fixedNumber));
                            break;
                        case WireFormat.WireType.LengthDelimited:
                            writer.WriteBytes(ByteString.CopyFrom(Field(reader.ReadBytes().ToByteArray())));
                            break;
                        default:
                            return null;
                    }
                }
            }
            catch (InvalidProtocolBufferException)
            {
                return null;
            }
        }

        return rewritten.ToArray();
    }

    /// <summary>A text, a message or plain bytes: nothing in the frame says which.</summary>
    private byte[] Field(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes);
        if (!text.StartsWith("akka.tcp://", StringComparison.Ordinal)) return bytes.Length < 3 ? bytes : TryApply(bytes) ?? bytes;
        foreach (var (from, to) in _texts) text = text.Replace(from, to, StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(text);
    }
}
