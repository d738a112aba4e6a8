using Microsoft.Win32.SafeHandles;

namespace AkkaAuction.CommandLine;

/// <summary>
/// Standard output or standard error. A program's lines come from many threads, and none of them could do anything about a full disk, a
/// closed stream or a reader that is gone. So a fault is kept and reported once, and what is written from then on is dropped.
/// </summary>
/// <param name="number">1 or 2.</param>
/// <param name="lost">Gets the reason.</param>
internal sealed class OutputStream(int number, Action<string> lost) : Stream
{
    private const string Closed = "it is closed";
    private readonly Lock _lock = new();
    private readonly Stream? _to = Open(number);
    private bool _isLost;

    /// <summary>Whether something could not be written.</summary>
    public bool IsLost
    {
        get
        {
            lock (_lock) return _isLost;
        }
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.IsEmpty || TryWrite(buffer, out var why)) return;
        // Outside the lock: the report goes to the other stream, which may be lost in the same moment.
        if (why is not null) lost(why);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    // Nothing is kept back here.
    public override void Flush() { }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <param name="why">Why not, the first time.</param>
    private bool TryWrite(ReadOnlySpan<byte> bytes, out string? why)
    {
        lock (_lock)
        {
            why = null;
            if (_isLost) return false;
            try
            {
                if (_to is not null)
                {
                    _to.Write(bytes);
                    _to.Flush();
                    return true;
                }
                why = Closed;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                why = (fault.InnerException ?? fault).Message;
            }
            _isLost = true;
            return false;
        }
    }

    // The console's own stream takes a pipe without a reader for one that reads. A file stream says so, and is no good for a file that both
    // streams go to, for it has a place of its own in it.
    private static Stream? Open(int number)
    {
        if (IsClosed(number)) return null;
        if (OperatingSystem.IsWindows()) return OfConsole(number);
        try
        {
            var file = new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!file.CanSeek) return file;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return OfConsole(number);
        }
        return OfConsole(number);
    }

    private static Stream? OfConsole(int number)
    {
        try
        {
            return number == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // The number of a stream that a program is started without goes to the next file that is opened: one of the runtime's own.
    private static bool IsClosed(int number)
    {
        const string Descriptors = "/proc/self/fd/";
        if (!Directory.Exists(Descriptors)) return false;
        return new FileInfo($"{Descriptors}{number}").LinkTarget is not { } target
            || target.StartsWith("anon_inode:", StringComparison.Ordinal)
            || target.StartsWith("/memfd:", StringComparison.Ordinal)
            || IsReadOnly(number);
    }

    private static bool IsReadOnly(int number)
    {
        const string Flags = "flags:";
        const int AccessMode = 3;
        try
        {
            var line = File.ReadLines($"/proc/self/fdinfo/{number}").FirstOrDefault(l => l.StartsWith(Flags, StringComparison.Ordinal));
            return line is not null && (Convert.ToInt32(line[Flags.Length..].Trim(), 8) & AccessMode) == 0;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
