using System.Buffers.Binary;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>What a write-ahead log looks like behind what SQLite would read of it.</summary>
internal enum WalEnd
{
    /// <summary>Nothing there, or only what a commit that never came about has left.</summary>
    Clean,

    /// <summary>
    /// The last commit is there and cannot be read: the house was killed or the machine lost power while it was written, and nobody was
    /// answered; or it was damaged afterwards.
    /// </summary>
    Torn,

    /// <summary>Commits that were on the disk cannot be read.</summary>
    Damaged,
}

/// <summary>
/// Looks at the log that SQLite keeps beside a file, before SQLite does. SQLite reads it up to the first page whose checksum is wrong and
/// takes that for its end, in silence; for a journal, whose last commits may be in the log alone, a flipped bit there would undo
/// acknowledged bids. So the pages behind that end are looked at: those of older logs bear other salts, and those of a commit that never
/// came about have no end; everything else is named. The layout is SQLite's "WAL-mode file format".
/// </summary>
internal static class WalCheck
{
    private const int HeaderBytes = 32;
    private const int FrameHeaderBytes = 24;

    /// <summary>Looks at the log of a journal that nobody has open.</summary>
    public static WalEnd Of(string journal)
    {
        var path = JournalPath.Of(journal) + "-wal";
        if (!File.Exists(path)) return WalEnd.Clean;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 20);
        return Of(file);
    }

    internal static WalEnd Of(Stream log)
    {
        var header = new byte[HeaderBytes];
        var read = log.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false);
        if (read == 0) return WalEnd.Clean;
        var magic = BinaryPrimitives.ReadUInt32BigEndian(header);
        var sum = (S0: 0u, S1: 0u);
        var isBigEndian = (magic & 1) == 1;
        if (read < HeaderBytes || magic is not (0x377f0682 or 0x377f0683)
            || !Checks(Sum(ref sum, header.AsSpan(0, 24), isBigEndian), header.AsSpan(24)))
            return WalEnd.Damaged;
        var salts = (BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(20)));
        var frame = new byte[FrameHeaderBytes + BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8))];
        var isReadable = true;
        var commitsLost = 0;
        var framesAfterLostCommit = false;
        while (log.ReadAtLeast(frame, frame.Length, throwOnEndOfStream: false) == frame.Length)
        {
            var of = (BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(8)), BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(12)));
            var isCommit = BinaryPrimitives.ReadUInt32BigEndian(frame.AsSpan(4)) != 0;
            if (of != salts)
            {
                // An older log's page has two other salts. One that differs in one of them only was half written over, or changed
                // afterwards.
                if (of.Item1 == salts.Item1 || of.Item2 == salts.Item2)
                {
                    framesAfterLostCommit |= commitsLost > 0;
                    commitsLost++;
                }
                isReadable = false;
                continue;
            }
            if (isReadable)
            {
                Sum(ref sum, frame.AsSpan(0, 8), isBigEndian);
                isReadable = Checks(Sum(ref sum, frame.AsSpan(FrameHeaderBytes), isBigEndian), frame.AsSpan(16));
                if (isReadable) continue;
            }
            framesAfterLostCommit |= commitsLost > 0;
            if (isCommit) commitsLost++;
        }
        // A commit is on the disk before the next one is begun: only the very last may be torn.
        return framesAfterLostCommit ? WalEnd.Damaged : commitsLost > 0 ? WalEnd.Torn : WalEnd.Clean;
    }

    private static (uint S0, uint S1) Sum(ref (uint S0, uint S1) sum, ReadOnlySpan<byte> data, bool isBigEndian)
    {
        var (s0, s1) = sum;
        for (var i = 0; i < data.Length; i += 8)
        {
            s0 += (isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(data[i..]) : BinaryPrimitives.ReadUInt32LittleEndian(data[i..])) + s1;
            var next = data[(i + 4)..];
            s1 += (isBigEndian ? BinaryPrimitives.ReadUInt32BigEndian(next) : BinaryPrimitives.ReadUInt32LittleEndian(next)) + s0;
        }
        return sum = (s0, s1);
    }

    private static bool Checks((uint S0, uint S1) sum, ReadOnlySpan<byte> stored) =>
        sum.S0 == BinaryPrimitives.ReadUInt32BigEndian(stored) && sum.S1 == BinaryPrimitives.ReadUInt32BigEndian(stored[4..]);
}
