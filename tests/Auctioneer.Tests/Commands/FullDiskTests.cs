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
        Assert.Contains("auctioneer: disk full: nothing is erased in ", said, StringComparison.Ordinal);
        Assert.Contains("exit 1\nx\n", said, StringComparison.Ordinal);
        Assert.Contains("Every hash and every number is right.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("ann is erased", said, StringComparison.Ordinal);
    }

    [SmallDiskFact]
    public async Task A_migration_onto_a_full_disk_says_so_and_leaves_nothing_not_even_a_lock()
    {
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Journal", "golden-1.journal"), _folder["old.db"]);
        foreach (var kilobytes in (int[])[48, 4])
        {
            // The second time there is not even room for the number of a process.
            var fill = kilobytes == 4 ? "dd if=/dev/zero of=$DISK/fill bs=4k count=8 2> /dev/null; " : "";
            var said = await OnSmallDiskAsync(
                kilobytes,
                $"{fill}auctioneer migrate {_folder["old.db"]} $DISK/new.db; echo exit $?; rm -f $DISK/fill; ls -a $DISK | tail -n +3; "
                + "echo end");
            Assert.Contains("auctioneer: disk full: the copy ", said, StringComparison.Ordinal);
            Assert.Contains("exit 1\nend\n", said, StringComparison.Ordinal);
        }
    }

    [SmallDiskFact]
    public async Task A_house_on_a_full_disk_shows_what_is_stored_at_once_and_says_what_is_not_yet()
    {
        _folder.Write("day.conf", "lots = [ { id = lamp, start = \"20.00\" } ]");
        _folder.Write("more.conf", "lots = [ { id = cup, start = \"20.00\" } ]");
        var doors = string.Join(' ', ((string[])["room", "sealed", "remote"]).Select(d => $"--set auction.doors.{d}.port=off"));
        var said = await OnSmallDiskAsync(1024, $"""
            LOG={_folder["log"]} SERVE="serve --set auction.doors.floor.port=0 {doors}"
            dotnet exec {typeof(House).Assembly.Location} $SERVE --journal $DISK/j.db --catalogue {_folder["day.conf"]} > $LOG 2>&1 &
            HOUSE=$!
            for i in $(seq 600); do grep -q "Ctrl-C" $LOG && break; sleep 0.1; done
            dd if=/dev/zero of=$DISK/fill bs=1k count=2000 2> /dev/null
            auctioneer sale put --journal $DISK/j.db {_folder["more.conf"]}; echo put $?
            auctioneer sale list --journal $DISK/j.db; echo list $?
            auctioneer sale close --journal $DISK/j.db --yes day; echo close $?
            rm $DISK/fill
            for i in $(seq 600); do grep -q "can be written again" $LOG && break; sleep 0.1; done
            auctioneer sale list --journal $DISK/j.db; echo room $?
            kill $HOUSE; wait
            """);
        Assert.Matches("Not stored yet\\. The disk of the journal .* is full\\..* What was asked is done then\\..*\nput 1\n", said);
        Assert.Matches("Shown is what is stored\\.\n(.*\n)*  day +.*\nlist 0\n", said);
        Assert.Matches("Not stored yet\\. .*\nclose 1\n", said);
        Assert.Matches("  day +ended .*\n  more +.*\nroom 0\n", said);
    }

    private static string Golden => Path.Combine(AppContext.BaseDirectory, "Journal", "golden-2.journal");

    private async Task<string> OnSmallDiskAsync(int kilobytes, string commands)
    {
        File.Copy(Golden, _folder["auction.db"], overwrite: true);
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
        var said = await shell.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(4));
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
