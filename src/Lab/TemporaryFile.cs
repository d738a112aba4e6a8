namespace AkkaAuction.Lab;

/// <summary>A file without a name that lasts, for what may be more than memory should hold.</summary>
internal static class TemporaryFile
{
    /// <exception cref="InputException">The temporary folder cannot be written to.</exception>
    public static FileStream Make()
    {
        var path = Path.Combine(Path.GetTempPath(), $"lab-{Guid.NewGuid():N}");
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 65_536, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the temporary folder cannot be written to: {e.Message}", e);
        }
    }
}
