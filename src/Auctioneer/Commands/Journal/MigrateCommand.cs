using System.CommandLine;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.CommandLine;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Migration;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary>
/// <c>migrate</c>: copies a journal of version 1 into one of today's version, on which a house goes on. The old one is left as it is: what
/// was told of it, receipts above all, is checked there.
/// </summary>
internal static class MigrateCommand
{
    private const int ShownMax = 20;

    public static Command Create(TextWriter terminal)
    {
        var old = new Argument<string>("OLD") { Description = "The journal of version 1; it is only read." };
        var made = new Argument<string>("NEW") { Description = "The journal that is made; it must not exist yet." };
        var sale = new Option<string>("--sale")
        {
            Description = "The sale's id from now on: all that OLD sold becomes runs of it.",
            HelpName = "ID",
            DefaultValueFactory = _ => SaleTerms.NameUnsaid,
        };
        sale.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !CatalogueHeadReader.IsId(text))
                result.AddError($"--sale is \"{text}\"; it must be {CatalogueHeadReader.ExpectedId}.");
        });
        var command = new Command("migrate", "Copy a journal of version 1 into one that a house of today goes on with.")
        {
            old, made, sale,
        };
        command.SetAction(parsed => JournalFile.Run(parsed.GetValue(old)!, Console.Error, () => Run(
            parsed.GetValue(old)!, parsed.GetValue(made)!, parsed.GetValue(sale)!, TimeProvider.System.GetUtcNow(), Console.Out,
            Console.IsErrorRedirected ? Console.Error : terminal,
            !Console.IsErrorRedirected, StopSignals.Listen())));
        return command;
    }

    /// <param name="old">The journal that is copied.</param>
    /// <param name="made">The copy.</param>
    /// <param name="sale">The id of the sale that all runs become runs of.</param>
    /// <param name="now">When.</param>
    /// <param name="output">Where it says what it found.</param>
    /// <param name="error">Where the bar goes.</param>
    /// <param name="isTerminal">Whether somebody looks at the bar.</param>
    /// <param name="stopped">
    /// Ends it with nothing made. What a process leaves that is killed, the next migration to the same file clears away.
    /// </param>
    /// <returns>The exit code.</returns>
    /// <exception cref="DamageException">The old journal is broken: the first place.</exception>
    /// <exception cref="JournalException">It cannot be copied: why, and what to do.</exception>
    internal static int Run(
        string old, string made, string sale, DateTimeOffset now, TextWriter output, TextWriter error, bool isTerminal,
        CancellationToken stopped = default)
    {
        MigrationReport report;
        ProgressBar? bar = null;
        try
        {
            report = MigrationRun.Of(new MigrationOrder(old, made, sale, now, OriginalsSettings.Of(HouseSettings.Default()).Sealed)
            {
                Progress = (done, all) => (bar ??= new ProgressBar(error, isTerminal, all)).At(done),
                Cancellation = stopped,
            });
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("auctioneer: stopped. Nothing was made.");
            return ExitCodes.Failed;
        }
        finally
        {
            bar?.Dispose();
        }
        Tell(report, old, made, sale, output);
        return ExitCodes.Fine;
    }

    private static void Tell(MigrationReport report, string old, string made, string sale, TextWriter output)
    {
        output.WriteLine(
            $"{old}: {FactWords.Count(report.Events, "event")} of version 1. Every hash and every number is right. "
            + $"Head: {Hex(report.OldHead)}");
        output.WriteLine(
            $"{made}: {FactWords.Count(report.End.Place, "event")} of version 2, read back and compared; "
            + $"{FactWords.Count(report.Decisions, "decision")} made again: {AsTheyWere(report, old)}. Head: {Hex(report.End.Hash)}");
        foreach (var chain in report.End.Chains.OrderBy(chain => chain.Name, StringComparer.Ordinal))
            output.WriteLine($"{chain.Name}: {FactWords.Count(chain.LastEvent, "event")}, head {Hex(chain.Head)}");
        output.WriteLine(
            $"{FactWords.Count(report.Runs, "run")} of the sale {sale}. {FactWords.Count(report.People, "person")}"
            + $"{(report.Erased > 0 ? $" ({report.Erased} erased)" : "")}, {FactWords.Count(report.Tokens, "token")} hashed: bidders come "
            + $"back with the tokens they hold.{Salted(report.Salted)}");
        if (report.OpenLots.Count > 0) output.WriteLine($"Lots still open: {Names(report.OpenLots)}.");
        output.WriteLine(
            $"Event numbers and receipts are new. Keep {old}: a receipt from before is checked there, auctioneer audit {old} --head HASH");
        output.WriteLine(
            report.Differences > 0
                ? "Decisions that differ cannot have come from a house's rules: a house may refuse to start on them. See which: "
                    + $"auctioneer rerun {made}"
                : report.IsSaleOpen
                ? $"The sale is not over. Go on with it: auctioneer serve --journal {made}. A catalogue file of it needs: sale = {sale}"
                : $"Start a house on it: auctioneer serve --journal {made}");
    }

    private static string AsTheyWere(MigrationReport report, string old) => report.Differences == 0
        ? "all as they were"
        : $"{report.Differences} {(report.Differences == 1 ? "differs" : "differ")}, as in {old}";

    private static string Salted(long bids) =>
        bids switch { 0 => "", 1 => " 1 sealed bid got a salt.", _ => $" {bids} sealed bids got a salt." };

    private static string Names(IReadOnlyList<string> lots) =>
        string.Join(", ", lots.Take(ShownMax)) + (lots.Count > ShownMax ? $" and {lots.Count - ShownMax} more" : "");

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}
