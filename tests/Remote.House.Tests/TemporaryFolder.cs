namespace AkkaAuction.Remote.House.Tests;

/// <summary>A folder for one test's files, gone with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("remote-house-").FullName;

    public string PathOf(string name) => Path.Combine(_path, name);

    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
