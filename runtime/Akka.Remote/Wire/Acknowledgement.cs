namespace Akka.Remote.Wire;

/// <summary>
/// What the receiver of system messages has: the highest number it has seen, and the numbers below it that it misses. What it misses is
/// sent again at once; what it does not mention is done with.
/// </summary>
internal sealed record Acknowledgement(ulong Cumulative, IReadOnlyList<ulong> Missing)
{
    private const int CumulativeField = 1, MissingField = 2;

    public Acknowledgement(ulong cumulative)
        : this(cumulative, [])
    {
    }

    /// <exception cref="WireFormatException">Damaged.</exception>
    public static Acknowledgement Decode(ReadOnlySpan<byte> bytes)
    {
        ulong cumulative = 0;
        List<ulong>? missing = null;
        var reader = new WireReader(bytes);
        while (reader.Next(out var field))
        {
            switch (field)
            {
                case CumulativeField:
                    cumulative = reader.FixedUInt64();
                    break;
                case MissingField:
                    reader.PackedFixed64(missing ??= []);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return new Acknowledgement(cumulative, missing ?? (IReadOnlyList<ulong>)[]);
    }

    public byte[] Encode()
    {
        var writer = new WireWriter(32);
        writer.FieldFixed64(CumulativeField, Cumulative);
        if (Missing.Count > 0)
        {
            writer.Tag(MissingField, WireReader.LengthDelimited);
            writer.RawVarint((ulong)Missing.Count * 8);
            foreach (var number in Missing) writer.RawFixed64(number);
        }

        return writer.ToArray();
    }
}
