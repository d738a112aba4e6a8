using System.Reflection;

namespace AkkaAuction.Documents.Tests;

/// <summary>The repository that this test was built from.</summary>
internal static class Repository
{
    public static string Root { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <param name="path">From the root, with <c>/</c>.</param>
    public static string Read(string path) => File.ReadAllText(PathOf(path));

    /// <inheritdoc cref="Read"/>
    public static string PathOf(string path) => Path.Combine(Root, path);
}
