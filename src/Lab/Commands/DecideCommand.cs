using System.CommandLine;
using AkkaAuction.CommandLine;
using AkkaAuction.Lab.Decide;
using AkkaAuction.Rules.Examples;

namespace AkkaAuction.Lab.Commands;

/// <summary>
/// <c>lab decide FILE.json</c>: one auction, or a list of them, decided by the same rules as the house's, without a server.
/// </summary>
internal static class DecideCommand
{
    public static Command Build(LabIo io)
    {
        var file = new Argument<string>("FILE.json")
        {
            Description = "One auction {\"format\",\"input\"}, a list of them, or {\"examples\":[…]}; - reads standard input.",
        };
        var json = new Option<bool>("--json") { Description = "JSON also on a terminal (elsewhere it always is)." };
        var command = new Command("decide", "Decide one auction, or a list of them, from its bids.") { file, json };
        command.SetAction(
            (parsed, cancel) => RunAsync(parsed.GetRequiredValue(file), parsed.GetValue(json) || !io.OutIsTerminal, io, cancel));
        return command;
    }

    private static async Task<int> RunAsync(string path, bool asJson, LabIo io, CancellationToken cancel)
    {
        var (name, bytes) = InputFiles.Open(path, io);
        using var copy = new MemoryStream();
        await using (bytes) await bytes.CopyToAsync(copy, cancel);
        var asked = WorkedAuctionReader.Read(name, copy.ToArray());
        var decided = asked.Auctions.Select(Decide).ToList();
        if (asJson) OutcomeJson.Write(decided, asked.IsList, io.Out);
        else OutcomeText.Write(decided, io.Out);
        var hasResult = decided.Count == 0 || decided.OfType<DecidedAuction.Decided>().Any();
        return hasResult ? ExitCodes.Fine : ExitCodes.Failed;
    }

    private static DecidedAuction Decide(ReadAuction read) => read.Auction is { } asked
        ? new DecidedAuction.Decided(asked, WorkedExample.Decide(asked.Auction))
        : new DecidedAuction.Undecided(read.Name, read.Fault!.Message);
}
