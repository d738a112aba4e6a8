using System.Reflection;

namespace AkkaAuction.Lab.Tests.Replay;

/// <summary>A test that needs the whole recorded history, which lies beside the repository where there is one.</summary>
public sealed class XboxFactAttribute : FactAttribute
{
    public XboxFactAttribute()
    {
        if (!File.Exists(HistoryPath)) Skip = "The recorded history is not here (../shared/conformance/ebay/xbox.csv).";
    }

    public static string HistoryPath { get; } = Path.GetFullPath(Path.Combine(
        typeof(XboxFactAttribute).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!,
        "../shared/conformance/ebay/xbox.csv"));
}
