using System.Security.Cryptography;
using AkkaAuction.Journal.Codec;

namespace AkkaAuction.Journal.Snapshots;

/// <summary>
/// A snapshot in a file beside its journal: a first line that says what it is, the snapshot's lines, and the hash of all of them. It is
/// written under another name, brought to the disk, and then given its own in one step, so whatever happens meanwhile there is the one
/// before or the new one, whole. A file that is neither is not used. It may be deleted at any time; whoever may not read the journal may
/// not read it either.
/// </summary>
internal static class SnapshotFile
{
    private const string Unfinished = ".new";
    private const int HashTextBytes = SHA256.HashSizeInBytes * 2;

    private static ReadOnlySpan<byte> FirstLine => "AkkaAuction snapshot 2\n"u8;

    private const string LastWord = "end ";

    private static int LastLineBytes => LastWord.Length + HashTextBytes + 1;

    public static string PathOf(string journal) => JournalPath.Of(journal) + ".snapshot";

    /// <summary>Puts a snapshot in the place of the one before.</summary>
    /// <exception cref="IOException">It cannot be written; the one before is as it was.</exception>
    public static void Write(string journal, Snapshot snapshot, People people)
    {
        var path = PathOf(journal);
        var options = new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 1 << 16,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(path + Unfinished, options))
        {
            file.Write(FirstLine);
            file.Write(LastLine(WriteLines(file, snapshot, people)));
            file.Flush(flushToDisk: true);
        }
        File.Move(path + Unfinished, path, overwrite: true);
    }

    /// <summary>The hash that the file of a snapshot ends with.</summary>
    public static byte[] HashOf(Snapshot snapshot, People people) => WriteLines(Stream.Null, snapshot, people);

    /// <summary>The lines of the snapshot beside a journal; null: there is none.</summary>
    /// <param name="journal">The journal's file.</param>
    /// <param name="hash">The hash it ends with.</param>
    /// <exception cref="FormatException">
    /// It is no snapshot of this version, or not what was written; the message goes on from "the snapshot is not used: ".
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ReadOnlyMemory<byte>? Read(string journal, out byte[] hash)
    {
        hash = [];
        var path = PathOf(journal);
        if (!File.Exists(path)) return null;
        var all = File.ReadAllBytes(path);
        if (!all.AsSpan().StartsWith("AkkaAuction snapshot "u8)) throw new FormatException("it is none");
        if (!all.AsSpan().StartsWith(FirstLine)) throw new FormatException("it is of a version that this program does not know");
        if (all.Length < FirstLine.Length + LastLineBytes) throw new FormatException("it was cut off");
        var lines = all.AsMemory(FirstLine.Length, all.Length - FirstLine.Length - LastLineBytes);
        hash = SHA256.HashData(lines.Span);
        if (!all.AsSpan(all.Length - LastLineBytes).SequenceEqual(LastLine(hash))) throw new FormatException("it is damaged");
        return lines;
    }

    /// <summary>Takes it away, with what a crash may have left of an unfinished one.</summary>
    public static void Delete(string journal)
    {
        File.Delete(PathOf(journal));
        File.Delete(PathOf(journal) + Unfinished);
    }

    private static byte[] WriteLines(Stream to, Snapshot snapshot, People people)
    {
        using var lines = new SnapshotWriter(to, people);
        snapshot.Write(lines);
        return lines.Finish();
    }

    private static byte[] LastLine(byte[] hash) => System.Text.Encoding.ASCII.GetBytes($"{LastWord}{Convert.ToHexStringLower(hash)}\n");
}
