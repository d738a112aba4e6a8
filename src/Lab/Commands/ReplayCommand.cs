using System.CommandLine;
using AkkaAuction.CommandLine;
using AkkaAuction.Lab.Replay;

namespace AkkaAuction.Lab.Commands;

/// <summary>
/// <c>lab replay FILE.csv</c>: recorded auctions held again by the house's own actors, each price beside the recorded one.
/// </summary>
internal static class ReplayCommand
{
    public static Command Build(LabIo io)
    {
        var file = new Argument<string>("FILE.csv")
        {
            Description = "Recorded bids with the columns auctionid, bid, bidtime (days since the opening), bidder, openbid, price, "
                + "between commas, semicolons or tabs; - reads standard input.",
        };
        var json = new Option<bool>("--json") { Description = "One JSON document instead of a table." };
        var command = new Command("replay", "Hold recorded auctions again and compare the prices.") { file, json };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(json), io, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string path, bool asJson, LabIo io, CancellationToken cancel)
    {
        using var report = new ReplayReport();
        var (name, bytes) = await InputFiles.OpenToReadTwiceAsync(path, io, cancel);
        using var histories = new BidHistoryReader(name, bytes, report.Add);
        await using (var replayer = new Replayer())
        {
            foreach (var history in histories.Read())
            {
                cancel.ThrowIfCancellationRequested();
                report.Add(await replayer.PlayAsync(history));
            }
        }
        if (asJson) report.WriteJson(io.Out);
        else report.WriteText(io.Out);
        return report.HasResult ? ExitCodes.Fine : ExitCodes.Failed;
    }
}
