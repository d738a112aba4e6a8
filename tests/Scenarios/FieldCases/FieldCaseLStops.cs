namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>L, for the other programs: what stops one by signals, once or twice within a moment, still gets its account.</summary>
public sealed class FieldCaseLStops : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string, string> Stopped
    {
        get
        {
            (string Program, string Arguments, string Says, string Account)[] ways =
            [
                ("auctioneer", "serve --journal a.db --set auction.doors.floor.port=0 --set auction.doors.room.port=off "
                    + "--set auction.doors.sealed.port=off --set auction.doors.remote.port=off", "Ctrl-C stops", "not sold yet"),
                ("auctioneer", "rounds 0", "Ctrl-C stops", "not sold yet"),
                ("auctioneer", "room 127.0.0.1 0", "Ctrl-C stops", "not sold yet"),
                ("lab", "demo --bots 2 --round 10m --format turns", "bidders on the way", "stopped before its end"),
            ];
            var all = new TheoryData<string, string, string, string>();
            foreach (var way in ways) all.Add(way.Program, way.Arguments, way.Says, way.Account);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Stopped))]
    public async Task Signals_that_come_twice_leave_the_account_to_be_shown(string program, string arguments, string says, string account)
    {
        foreach (var signal in (string[])["TERM", "INT", "HUP"])
        {
            await using var run = ProgramRun.Of(
                program == "lab" ? Programs.Lab : Programs.Auctioneer, arguments.Split(' '), folder: _folder.Path);
            await run.UntilAsync(says);
            await run.SignalTwiceAsync(signal);
            Assert.Equal(0, await run.EndAsync());
            Assert.Contains(run.Lines, line => line.Contains(account, StringComparison.Ordinal));
        }
    }

    public void Dispose() => _folder.Dispose();
}
