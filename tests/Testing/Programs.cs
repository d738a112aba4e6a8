using System.Reflection;

namespace AkkaAuction.Testing;

/// <summary>
/// The programs where they are built, each beside the assemblies of its own. The copies beside tests share a folder with what the tests
/// need, which is not what the programs need: the shared framework of the house hides a package that the bidder brings itself. A test
/// project that starts one refers to its project.
/// </summary>
public static class Programs
{
    public static string Auctioneer { get; } = BuiltAt("Auctioneer");

    public static string Bidder { get; } = BuiltAt("Bidder");

    public static string Lab { get; } = BuiltAt("Lab");

    private static string BuiltAt(string program) =>
        typeof(Programs).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == program).Value!;
}
