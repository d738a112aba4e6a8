namespace AkkaAuction.Lab.Commands;

/// <summary>Opens what a command line names; <c>-</c> is standard input.</summary>
public static class InputFiles
{
    /// <returns>What messages call it, and its bytes.</returns>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static (string Name, Stream Bytes) Open(string path, LabIo io)
    {
        if (path is "-") return ("standard input", io.In);
        if (Directory.Exists(path)) throw new InputException($"{path} is a folder; a file is wanted.");
        try
        {
            return (path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16, FileOptions.SequentialScan));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: there is no such file.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The same for a reader that goes back to the beginning: what comes through a pipe is kept in a temporary file.</summary>
    /// <inheritdoc cref="Open"/>
    public static async Task<(string Name, Stream Bytes)> OpenToReadTwiceAsync(string path, LabIo io, CancellationToken cancel)
    {
        var (name, bytes) = Open(path, io);
        if (bytes.CanSeek) return (name, bytes);
        await using (bytes)
        {
            var kept = TemporaryFile.Make();
            await bytes.CopyToAsync(kept, cancel);
            kept.Position = 0;
            return (name, kept);
        }
    }
}
