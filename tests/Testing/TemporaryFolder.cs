namespace AkkaAuction.Testing;

/// <summary>A folder for one test's files, deleted with it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("auction-").FullName;

    /// <summary>The path of a file in it.</summary>
    public string this[string file] => System.IO.Path.Combine(Path, file);

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    public string Write(string file, string text)
    {
        File.WriteAllText(this[file], text);
        return this[file];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
