using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace AkkaAuction.Journal.Sqlite;

/// <summary>
/// A lock on a journal's file itself, whatever names it has (a hard link) and whatever became of the lock file beside it. It is one byte
/// far behind any that SQLite locks or a file can have, locked for the opened file and not for the process (Linux's "open file description
/// locks"): no other closing of the file in this process lets it go. Other systems have the lock file alone.
/// </summary>
internal sealed class FileHold : IDisposable
{
    private const int SetLock = 37;
    private const int GetLock = 36;
    private const short WriteLock = 1;
    private const short Unlocked = 2;
    private const long Byte = 1L << 62;

    // EACCES and EAGAIN.
    private const int Denied = 13;
    private const int Again = 11;

    private readonly SafeFileHandle _file;

    private FileHold(SafeFileHandle file) => _file = file;

    /// <summary>Locks a journal's file.</summary>
    /// <param name="path">The file, which is there.</param>
    /// <param name="isHeld">Whether another has it.</param>
    /// <returns>Null: another has it, or there are no such locks here.</returns>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FileHold? Take(string path, out bool isHeld)
    {
        isHeld = false;
        if (!IsKnown) return null;
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var wanted = Wanted();
        if (Control(file, SetLock, ref wanted) == 0) return new FileHold(file);
        var fault = Marshal.GetLastPInvokeError();
        file.Dispose();
        isHeld = fault is Denied or Again;
        return null;
    }

    /// <summary>Whether some process has a journal's file locked.</summary>
    public static bool IsHeld(string path)
    {
        if (!IsKnown || !File.Exists(path)) return false;
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var wanted = Wanted();
        return Control(file, GetLock, ref wanted) == 0 && wanted.Type != Unlocked;
    }

    public void Dispose() => _file.Dispose();

    private static bool IsKnown => OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    private static Region Wanted() => new() { Type = WriteLock, Start = Byte, Length = 1 };

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle file, int command, ref Region region);

    /// <summary>The system's <c>struct flock</c>, where a number has 64 bits.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Region
    {
        public short Type;
        public short Whence;
        public long Start;
        public long Length;
        public int Process;
    }
}
