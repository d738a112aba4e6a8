using System.Net.Sockets;
using System.Security.Cryptography;

namespace AkkaAuction.Auctioneer.Doors.Control;

/// <summary>
/// The socket file. It is made in a folder that only its owner may enter, gets its mode there, listens, and is moved to its place in one
/// step: nobody else could ever connect, and what a killed house has left is replaced by the same step. Whoever makes it holds the
/// journal's lock, so no living house loses its socket to another.
/// </summary>
internal sealed class ControlSocket : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // More than the house serves, so that whoever is too many hears so.
    private const int Backlog = 128;

    private ControlSocket(string path, Socket listener) => (FullPath, Listener) = (path, listener);

    /// <summary>Where it is.</summary>
    public string FullPath { get; }

    /// <summary>It listens.</summary>
    public Socket Listener { get; }

    /// <summary>Whoever connects to it from here on waits until somebody accepts.</summary>
    /// <param name="path">Where it is to be.</param>
    /// <exception cref="IOException">It cannot be made; the message says why.</exception>
    public static ControlSocket Open(string path)
    {
        if (ControlPath.Fault(path) is { } fault || OperatingSystem.IsWindows()) throw new IOException(ControlPath.Fault(path));
        if (Directory.Exists(path) || new FileInfo(path) is { Exists: true, Length: > 0 })
            throw new IOException($"{path} is there and is no socket; move it away");
        // As long as the path itself at most: the journal's name has one letter or more.
        var hidden = Path.Combine(Path.GetDirectoryName(path)!, $".{RandomNumberGenerator.GetHexString(6, lowercase: true)}");
        var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            Directory.CreateDirectory(hidden, OwnerOnly | UnixFileMode.UserExecute);
            var made = Path.Combine(hidden, "s");
            listener.Bind(new UnixDomainSocketEndPoint(made));
            File.SetUnixFileMode(made, OwnerOnly);
            listener.Listen(Backlog);
            File.Move(made, path, overwrite: true);
            return new ControlSocket(path, listener);
        }
        catch (Exception wrong) when (wrong is SocketException or IOException or UnauthorizedAccessException)
        {
            listener.Dispose();
            throw new IOException(wrong.Message.TrimEnd('.'), wrong);
        }
        finally
        {
            if (Directory.Exists(hidden)) Directory.Delete(hidden, recursive: true);
        }
    }

    /// <summary>Takes it away and closes it.</summary>
    /// <exception cref="IOException">The file stays behind; the message says why.</exception>
    public void Dispose()
    {
        try
        {
            File.Delete(FullPath);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new IOException(fault.Message, fault);
        }
        finally
        {
            Listener.Dispose();
        }
    }
}
