using System.Buffers;
using System.Collections.Immutable;

namespace AkkaAuction.Auctioneer.Doors.Tcp;

/// <summary>The lines of one message to many readers, encoded once for all of them.</summary>
internal sealed class SharedLines
{
    private readonly ReadOnlyMemory<byte> _lines;
    private readonly int[] _ends;

    private SharedLines(ReadOnlyMemory<byte> lines, int[] ends, ReadOnlyMemory<byte> forAll) => (_lines, _ends, ForAll) = (lines, ends, forAll);

    /// <summary>Those that every reader gets, joined.</summary>
    public ReadOnlyMemory<byte> ForAll { get; }

    /// <summary>One of them, in the order of the message.</summary>
    public ReadOnlyMemory<byte> this[int line] => _lines[Start(line).._ends[line]];

    /// <param name="lines">The lines of the message.</param>
    /// <param name="isForAll">Whether every reader gets a line.</param>
    /// <param name="encode">Writes a line, its LF included.</param>
    public static SharedLines Of<TLine>(ImmutableArray<TLine> lines, Predicate<TLine> isForAll, Action<IBufferWriter<byte>, TLine> encode)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(1, lines.Length) * 128);
        var ends = new int[lines.Length];
        var areAllForAll = true;
        for (var i = 0; i < lines.Length; i++)
        {
            encode(text, lines[i]);
            ends[i] = text.WrittenCount;
            areAllForAll &= isForAll(lines[i]);
        }
        var bytes = text.WrittenSpan.ToArray();
        var shared = new SharedLines(bytes, ends, bytes);
        return areAllForAll ? shared : new SharedLines(bytes, ends, shared.Join(lines, isForAll));
    }

    private byte[] Join<TLine>(ImmutableArray<TLine> lines, Predicate<TLine> isForAll)
    {
        var text = new ArrayBufferWriter<byte>(Math.Max(1, _lines.Length));
        for (var i = 0; i < lines.Length; i++)
        {
            if (isForAll(lines[i])) text.Write(this[i].Span);
        }
        return text.WrittenSpan.ToArray();
    }

    private int Start(int line) => line == 0 ? 0 : _ends[line - 1];
}
