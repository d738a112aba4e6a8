using System.Diagnostics;
using System.Reflection;

namespace AkkaAuction.Remote.House.Tests;

/// <summary>
/// Two hosts with a cable between them (<c>tests/netns/cut-and-heal.sh</c>), where this machine lets us make network namespaces; else it
/// is skipped, and says why.
/// </summary>
public sealed class TwoHostsTests
{
    [NamespaceFact]
    public async Task The_cable_is_cut_and_healed_with_bids_on_their_way_and_nothing_is_lost_and_nothing_doubled()
    {
        using var script = Process.Start(new ProcessStartInfo(
            "bash",
            [
                NamespaceFactAttribute.Script, Programs.Auctioneer, Programs.Bidder,
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = script.StandardOutput.ReadToEndAsync();
        var error = script.StandardError.ReadToEndAsync();
        await script.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(4));
        Assert.True(script.ExitCode == 0, $"{await output}\n{await error}");
        Assert.Contains("Nothing lost, nothing doubled", await output, StringComparison.Ordinal);
    }

    /// <summary>Runs where network namespaces can be made.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class NamespaceFactAttribute : FactAttribute
    {
        public NamespaceFactAttribute() => Skip = WhyNot();

        public static string Script { get; } = Path.Combine(
            Assembly.GetExecutingAssembly()
                .GetCustomAttributes<AssemblyMetadataAttribute>()
                .Single(data => data.Key == "RepositoryRoot").Value!,
            "tests/netns/cut-and-heal.sh");

        private static string? WhyNot()
        {
            if (!OperatingSystem.IsLinux()) return "network namespaces are Linux's";
            try
            {
                using var probe = Process.Start(new ProcessStartInfo("bash", [Script, "--can-run"]) { RedirectStandardOutput = true })!;
                var said = probe.StandardOutput.ReadToEnd();
                probe.WaitForExit();
                return probe.ExitCode == 0 ? null : said.Trim();
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return "there is no bash";
            }
        }
    }
}
