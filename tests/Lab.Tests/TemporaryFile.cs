namespace AkkaAuction.Lab.Tests;

/// <summary>A file for the time of a test.</summary>
public sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(string name, string text)
    {
        Folder = Directory.CreateTempSubdirectory("lab-tests-").FullName;
        Path = System.IO.Path.Combine(Folder, name);
        File.WriteAllText(Path, text);
    }

    public string Folder { get; }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
