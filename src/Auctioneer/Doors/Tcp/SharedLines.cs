using System.Buffers;
using System.Collections.Immutable;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>Whom a line of a message to many readers is for, and what takes its place.</summary>
/// <param name="To">The reader it is for; null: everyone.</param>
/// <param name="But">The reader it is not for; null: nobody.</param>
/// <param name="Tick">Of what ticks of which it is one; null: nothing takes its place.</param>
/// <param name="Seq">Its event number.</param>
internal readonly record struct LineAddress(string? To, string? But, TickKey? Tick, long Seq)
{
    /// <param name="reader">A reader's name; null: it has none.</param>
    public bool IsFor(string? reader) => To is null ? But is null || But != reader : To == reader;
}

/// <summary>The lines of one message to many readers, encoded once for all of them.</summary>
internal sealed class SharedLines
{
    private readonly LineAddress[] _addresses;
    private readonly int[] _ends;
    private readonly ReadOnlyMemory<byte> _bytes;

    private SharedLines(LineAddress[] addresses, int[] ends, ReadOnlyMemory<byte> bytes)
    {
        (_addresses, _ends, _bytes) = (addresses, ends, bytes);
        ForAll = Array.TrueForAll(addresses, address => address.To is null) ? bytes : Join();
    }

    public int Count => _addresses.Length;

    /// <summary>Those that every reader gets whom no line names, joined.</summary>
    public ReadOnlyMemory<byte> ForAll { get; }

    /// <summary>Whom a line is for.</summary>
    public LineAddress this[int line] => _addresses[line];

    /// <summary>Lines that follow each other, joined.</summary>
    public ReadOnlyMemory<byte> Text(int first, int end) => _bytes[Start(first).._ends[end - 1]];

    /// <summary>Where a row of lines that are all for one reader ends.</summary>
    /// <param name="first">Its first line.</param>
    /// <param name="end">Where it ends at the latest.</param>
    /// <param name="reader">Whose lines they are.</param>
    /// <param name="bytesMax">How long it may be; one line may be longer.</param>
    public int EndOfRow(int first, int end, string? reader, int bytesMax)
    {
        var at = first + 1;
        while (at < end && _ends[at] - Start(first) <= bytesMax && _addresses[at].IsFor(reader)) at++;
        return at;
    }

    /// <param name="lines">The lines of the message.</param>
    /// <param name="address">Whom a line is for.</param>
    /// <param name="encode">Writes a line, its LF included.</param>
    public static SharedLines Of<TLine>(
        ImmutableArray<TLine> lines, Func<TLine, LineAddress> address, Action<IBufferWriter<byte>, TLine> encode)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(1, lines.Length) * 128);
        var addresses = new LineAddress[lines.Length];
        var ends = new int[lines.Length];
        for (var i = 0; i < lines.Length; i++)
        {
            encode(text, lines[i]);
            ends[i] = text.WrittenCount;
            addresses[i] = address(lines[i]);
        }
        return new SharedLines(addresses, ends, text.WrittenSpan.ToArray());
    }

    private byte[] Join()
    {
        var text = new ArrayBufferWriter<byte>(_bytes.Length);
        for (var i = 0; i < Count; i++)
        {
            if (_addresses[i].To is null) text.Write(Text(i, i + 1).Span);
        }
        return text.WrittenSpan.ToArray();
    }

    private int Start(int line) => line == 0 ? 0 : _ends[line - 1];
}
