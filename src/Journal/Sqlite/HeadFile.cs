using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// How far a house has told what is in its journal, in a small file beside it: one line of a fixed length with the place and the hash of
/// the last fact that anybody was told of. It is written over after each commit, before what waits for that commit is released, and not
/// brought to the disk: a process that is killed leaves it to the system, and when the power fails it is at worst older than the journal,
/// never ahead of it. So a journal that does not have that fact has lost its end. A copy of a journal has no such file and needs none.
/// </summary>
internal sealed class HeadFile : IDisposable
{
    private const int CheckBytes = 8;
    private const int NumberDigits = 19;
    private const string FirstWords = "AkkaAuction head 1 journal=";
    private const string LastWord = " check=";

    // A house may write at this very moment: what is read then is half of two lines.
    private const int Readings = 5;

    private readonly FileStream _file;
    private readonly byte[] _line;
    private readonly int _placeAt;

    private HeadFile(FileStream file, string journal, long epoch)
    {
        _file = file;
        var before = string.Create(CultureInfo.InvariantCulture, $"{FirstWords}{journal} epoch={epoch:D19} place=");
        _placeAt = Encoding.UTF8.GetByteCount(before);
        _line = Line($"{before}{0:D19} hash={new string('0', FactHash.Bytes * 2)}");
    }

    public static string PathOf(string journal) => JournalPath.Of(journal) + ".head";

    /// <summary>Makes it, or writes over what is there, and keeps it open. Only its owner may read it.</summary>
    /// <param name="journal">The journal's file.</param>
    /// <param name="end">How far it has been told so far.</param>
    public static HeadFile Begin(string journal, KnownEnd end)
    {
        var path = PathOf(journal);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var head = new HeadFile(new FileStream(path, options), end.Journal, end.Epoch);
        try
        {
            head.Write(end.Place, end.Hash);
            // Its room on the disk is had from now on: writing over it needs no more, and leaves no half of it.
            head._file.SetLength(head._line.Length);
            head._file.Flush(flushToDisk: true);
            return head;
        }
        catch
        {
            head.Dispose();
            throw;
        }
    }

    /// <summary>Writes how far everything is told from now on.</summary>
    public void Write(long place, ReadOnlySpan<byte> hash)
    {
        place.TryFormat(_line.AsSpan(_placeAt), out _, "D19", CultureInfo.InvariantCulture);
        Convert.TryToHexStringLower(hash, _line.AsSpan(_placeAt + NumberDigits + " hash=".Length), out _);
        PutCheck(_line);
        RandomAccess.Write(_file.SafeFileHandle, _line, 0);
    }

    /// <summary>What the file beside a journal says.</summary>
    /// <param name="journal">The journal's file.</param>
    /// <param name="fault">Why nothing is known; null: there is no such file, or it says something.</param>
    /// <returns>Null: nothing is known.</returns>
    public static KnownEnd? Read(string journal, out string? fault)
    {
        var path = PathOf(journal);
        fault = null;
        for (var reading = 0; reading < Readings; reading++)
        {
            if (!File.Exists(path)) return null;
            try
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
                var line = new byte[512];
                var length = file.ReadAtLeast(line, line.Length, throwOnEndOfStream: false);
                if (TryParse(line.AsSpan(0, length)) is { } end) return end;
                fault = length == 0 ? $"{path} is empty" : $"{path} is damaged";
            }
            catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or FormatException)
            {
                fault = $"{path} cannot be read: {unread.Message.TrimEnd('.')}";
            }
        }
        return null;
    }

    public void Dispose() => _file.Dispose();

    private static KnownEnd? TryParse(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line[..^LastWordBytes(line)]);
        if (!line.SequenceEqual(Line(text))) return null;
        var words = text.Split(' ');
        return words is [_, _, _, var journal, var epoch, var place, var hash]
            && long.TryParse(Value(epoch), NumberStyles.None, CultureInfo.InvariantCulture, out var epochValue)
            && long.TryParse(Value(place), NumberStyles.None, CultureInfo.InvariantCulture, out var placeValue)
                ? new KnownEnd(Value(journal), epochValue, placeValue, Convert.FromHexString(Value(hash)))
                : null;
    }

    private static string Value(string word) => word[(word.IndexOf('=', StringComparison.Ordinal) + 1)..];

    private static int LastWordBytes(ReadOnlySpan<byte> line) => Math.Min(line.Length, LastWord.Length + (CheckBytes * 2) + 1);

    /// <summary>A line of these words and the check of them.</summary>
    private static byte[] Line(string words)
    {
        var line = Encoding.UTF8.GetBytes($"{words}{LastWord}{new string('0', CheckBytes * 2)}\n");
        PutCheck(line);
        return line;
    }

    private static void PutCheck(Span<byte> line)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(line[..^LastWordBytes(line)], hash);
        Convert.TryToHexStringLower(hash[..CheckBytes], line[^((CheckBytes * 2) + 1)..], out _);
    }
}
