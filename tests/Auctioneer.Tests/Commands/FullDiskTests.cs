using System.Diagnostics;
using AkkaAuction.Auctioneer.Hosting;
using AkkaAuction.Auctioneer.Tests.Support;

namespace AkkaAuction.Auctioneer.Tests.Commands;

/// <summary>The program on a disk that is really full: a small one in memory, in a namespace of its own.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SmallDiskFact]
    public async Task A_backup_onto_a_full_disk_says_so_and_leaves_nothing()
    {
        var said = await OnSmallDiskAsync(48, "auctioneer backup $DB $DISK/copy.db; echo exit $?; ls -a $DISK | tail -n +3; echo end");
        Assert.Contains("auctioneer: disk full: the copy ", said, StringComparison.Ordinal);
        Assert.Contains("exit 1\nend\n", said, StringComparison.Ordinal);
    }

    [SmallDiskFact]
    public async Task An_erasure_that_fails_on_a_full_disk_erases_nothing_and_leaves_the_snapshot()
    {
        var kilobytes = (int)(new FileInfo(Golden).Length / 1024) + 64;
        var said = await OnSmallDiskAsync(kilobytes, """
            cp $DB $DISK/a.db; echo x > $DISK/a.db.snapshot
            auctioneer erase ann $DISK/a.db; echo exit $?; cat $DISK/a.db.snapshot; auctioneer audit $DISK/a.db | tail -n 8
            """);
        Assert.Contains("full", said, StringComparison.Ordinal);
        Assert.Contains("exit 1\nx\n", said, StringComparison.Ordinal);
        Assert.Contains("Every hash and every number is right.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("erased", said, StringComparison.Ordinal);
    }

    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Journal", "golden-2.journal");

    private async Task<string> OnSmallDiskAsync(int kilobytes, string commands)
    {
        File.Copy(Golden, _folder["auction.db"]);
        Directory.CreateDirectory(_folder["disk"]);
        var script = $"""
            exec 2>&1
            DB={_folder["auction.db"]} DISK={_folder["disk"]}
            auctioneer() (dotnet exec {typeof(House).Assembly.Location} "$@")
            mount -t tmpfs -o size={kilobytes}k tmpfs $DISK || exit 1
            {commands}
            """;
        using var shell = Process.Start(new ProcessStartInfo("unshare", [.. SmallDiskFactAttribute.Namespace, script])
        {
            RedirectStandardOutput = true,
        })!;
        var said = await shell.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
        await shell.WaitForExitAsync();
        return said;
    }

    /// <summary>Runs where a small disk can be made.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class SmallDiskFactAttribute : FactAttribute
    {
        public SmallDiskFactAttribute() => Skip = WhyNot();

        public static string[] Namespace { get; } = ["--user", "--map-root-user", "--mount", "sh", "-c"];

        private static string? WhyNot()
        {
            if (!OperatingSystem.IsLinux()) return "mount namespaces are Linux's";
            try
            {
                using var probe = Process.Start("unshare", [.. Namespace, "mount -t tmpfs -o size=64k tmpfs /mnt"]);
                probe.WaitForExit();
                return probe.ExitCode == 0 ? null : "no disk in memory can be mounted here";
            }
            catch (System.ComponentModel.Win32Exception)
            {
                return "there is no unshare (util-linux)";
            }
        }
    }
}
