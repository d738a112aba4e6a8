using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.CommandLine;
using AkkaAuction.Journal;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>
/// What the auctioneer's screen shows, on standard output: the catalogue at the start (R1.1), the major events as they happen and the final
/// account (R1.7, R1.6). Plain lines, so that it reads the same in a terminal, a file and a pipe.
/// </summary>
/// <param name="output">Where to.</param>
internal sealed class Screen(TextWriter output) : IHouseObserver, IJournalWatcher
{
    private const int LotsShownMax = 50;

    private readonly TextWriter _output = TextWriter.Synchronized(output);
    // Each sale's board names its lots and tells of them, on a thread of its own.
    private readonly ConcurrentDictionary<string, FrozenDictionary<string, (string Title, Currency Currency)>> _lots =
        new(StringComparer.Ordinal);

    /// <summary>Whether each line says which sale it is of; once there are several, each does.</summary>
    public bool NamesSales { get; set; }

    /// <summary>The columns of the terminal, asked for at each table: a person may change them.</summary>
    public Func<int> Columns { get; init; } = () => int.MaxValue;

    private bool IsNamed => NamesSales || _lots.Count > 1;

    public void OnSale(SaleTerms sale, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(sale);
        ArgumentNullException.ThrowIfNull(catalogue);
        using var to = new StringWriter();
        _lots[sale.Name] =
            catalogue.Lots.ToFrozenDictionary(lot => lot.Id, lot => (lot.Title, lot.Currency), StringComparer.Ordinal);
        var opens = sale.OpensAt is { } at ? $", opens at {at.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "";
        to.WriteLine($"{Name(sale.Id, sale.Name, sale.Title)}: {Count(catalogue.Lots.Length, "lot")}{opens}");
        new TextTable(["Lot", "Title", "Form", "Start price", "Units"], [3, 4]) { Cut = [1], LeftOut = [2, 1] }.Write(
            to,
            catalogue.Lots.Take(LotsShownMax).Select(l => (string[])
                [l.Id, l.Title, Form(l), Money(l.StartPriceMinor, l.Currency), $"{l.Units}"]),
            Columns());
        if (catalogue.Lots.Length > LotsShownMax) to.WriteLine($"… and {Count(catalogue.Lots.Length - LotsShownMax, "lot")} more");
        Write(to.ToString());
    }

    public void OnResumed(SaleResumed resumed)
    {
        ArgumentNullException.ThrowIfNull(resumed);
        OnSale(resumed.Terms, resumed.Catalogue);
        var name = Name(resumed.Sale, resumed.Terms.Name, resumed.Terms.Title);
        var open = resumed.Lots.Count(l => l.State != LotViewState.Closed);
        Say(resumed.IsOver
            ? $"{name} is back from the journal: it is over."
            : $"{name} is back from the journal and goes on with {Count(open, "lot")}.");
        if (resumed is { OtherCatalogue: true, IsOver: false })
            Say("It goes on with its own catalogue and terms; the catalogue given is for the next sale.");
    }

    public void OnOver(SaleSummary sale)
    {
        ArgumentNullException.ThrowIfNull(sale);
        _lots.TryAdd(sale.Id, FrozenDictionary<string, (string, Currency)>.Empty);
        // Named even alone: what follows may be another sale.
        Say($"{FullName(sale.Run, sale.Id, sale.Title)} is over: {sale.Sold} sold, {sale.Unsold} unsold.");
    }

    public void Paused(string why) => Say(why);

    public void Resumed() => Say("The journal can be written again; bids go on.");

    public void Failed(string why) => Say(why);

    public void OnNotice(string sale, Notice notice)
    {
        var line = notice switch
        {
            Notice.RoundOpened round => $"Round {round.Round} is open until {round.ClosesAt.UtcDateTime:HH:mm:ss} UTC",
            Notice.RoundClosed round => $"Round {round.Round} is closed",
            Notice.LotListed { View: { State: LotViewState.Open, FollowsRounds: false } lot } =>
                $"{Title(sale, lot.Lot)} is on sale" + (lot.ClosesAt is { } closes ? $" until {closes.UtcDateTime:HH:mm:ss} UTC" : ""),
            Notice.PriceChanged { ClosesAt: not null, Leader: { } leader } price =>
                $"{Title(sale, price.Lot)} stands at {Money(sale, price.Lot, price.PriceMinor)}, {leader} leads",
            // A deadline that is held open after a restart, with nobody in front or nobody shown.
            Notice.PriceChanged { ClosesAt: { } closes } price =>
                $"{Title(sale, price.Lot)} stays open until {closes.UtcDateTime:HH:mm:ss} UTC",
            Notice.UnitSold { UnitsLeft: { } left } sold =>
                $"{Title(sale, sold.Lot)} is won by {sold.Winner} at {Money(sale, sold.Lot, sold.PriceMinor)}, "
                    + $"{Count(left, "unit")} left",
            Notice.BidPaid paid =>
                $"{paid.Bidder} has not won {Title(sale, paid.Lot)} and pays {Money(sale, paid.Lot, paid.AmountMinor)}",
            Notice.LotClosed { Unsold: 0 } closed => $"{Title(sale, closed.Lot)} is sold out",
            Notice.LotClosed { Unsold: { } unsold } closed => $"{Title(sale, closed.Lot)} is closed with {Count(unsold, "unit")} unsold"
                + (closed.ReserveNotMet ? ": reserve not met" : ""),
            _ => null,
        };
        if (line is not null) Say(IsNamed ? $"{sale}: {line}" : line);
    }

    public void OnAccount(FinalAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        var name = IsNamed ? $"sale {account.Sale}, {account.Id}" : $"sale {account.Sale}";
        Show(account, account.IsFinal
            ? $"Final account of {name} after {Count(account.Rounds, "round")}: {account.Sold} sold, {account.Unsold} unsold"
            : $"Account of {name} so far, in round {account.Rounds}: {Counts(account)}");
    }

    public void OnNodeGone(string node, int bidders) => Say($"node {node} is gone, {Count(bidders, "bidder")} let go");

    /// <summary>Shows the account of one of the original houses; nothing when nobody was there.</summary>
    /// <param name="house">What a person calls the house.</param>
    /// <param name="account">Its account.</param>
    public void ShowAccount(string house, FinalAccount account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (account.Lots.Length > 0)
            Show(account, $"Account of {house}: {Counts(account)}");
    }

    /// <summary>What a lot that is closed has left is unsold, also while others are still open.</summary>
    private static string Counts(FinalAccount account)
    {
        var unsold = account.Unsold - account.Open;
        return $"{account.Sold} sold, " + (unsold > 0 || account.Open == 0 ? $"{unsold} unsold" : "")
            + (unsold > 0 && account.Open > 0 ? ", " : "") + (account.Open > 0 ? $"{account.Open} not sold yet" : "");
    }

    private static IEnumerable<string[]> Sums(long spentMinor, long earnedMinor, Currency currency)
    {
        if (spentMinor > 0 || earnedMinor == 0) yield return ["", "", "spent", Money(spentMinor, currency)];
        if (earnedMinor > 0) yield return ["", "", "earned", Money(earnedMinor, currency)];
    }

    private void Show(FinalAccount account, string heading)
    {
        using var to = new StringWriter();
        to.WriteLine();
        to.WriteLine(heading);
        new TextTable(["Bidder", "Lot", "Round", "Price"], [2, 3]) { LeftOut = [2] }.Write(
            to,
            account.Bidders().SelectMany(b => b.Purchases
                .Select(p => (p.Lot, Round: p.Round == 0 ? "-" : $"{p.Round}", Minor: p.PriceMinor))
                .Concat(b.Payments.Select(p => (Lot: $"{p.Lot} (not won)", Round: "-", Minor: p.AmountMinor)))
                .Select((p, i) => (string[])[i == 0 ? b.Bidder : "", p.Lot, p.Round, Money(p.Minor, b.Currency)])
                .Concat(Sums(b.SpentMinor, b.EarnedMinor, b.Currency))),
            Columns());
        var left = account.Lots.Where(l => l.Sold < l.Units).ToLookup(account.IsOpen);
        Left(to, "Unsold:", [.. left[false]]);
        Left(to, "Not sold yet:", [.. left[true]]);
        to.WriteLine();
        Write(to.ToString());
    }

    private void Left(StringWriter to, string heading, ImmutableArray<LotAccount> lots)
    {
        if (lots.IsEmpty) return;
        to.WriteLine(heading);
        var isSaid = lots.Take(LotsShownMax).Any(l => l.ReserveNotMet);
        string[] heads = isSaid ? ["Lot", "Title", "Units", "Last price", "Why"] : ["Lot", "Title", "Units", "Last price"];
        new TextTable(heads, [2, 3]) { Cut = [1], LeftOut = [1] }.Write(
            to,
            lots.Take(LotsShownMax).Select(l => (string[])
            [
                l.Lot, l.Title, $"{l.Units - l.Sold}", Money(l.LastPriceMinor, l.Currency), .. isSaid ? Why(l) : [],
            ]),
            Columns());
        if (lots.Length > LotsShownMax) to.WriteLine($"… and {Count(lots.Length - LotsShownMax, "lot")} more");
    }

    private static string[] Why(LotAccount lot) => [lot.ReserveNotMet ? "reserve not met" : ""];

    public void Say(string line) => Write(line + Environment.NewLine);

    // In one piece: the desks and the journal write here, too.
    private void Write(string text)
    {
        _output.Write(text);
        _output.Flush();
    }

    private string Name(int run, string id, string title) =>
        IsNamed ? FullName(run, id, title) : $"Sale {run}";

    private static string FullName(int run, string id, string title) =>
        title == id ? $"Sale {run}, {id}" : $"Sale {run}, {id} ({ShownText.Of(title)})";

    private string Title(string sale, string lot) =>
        Find(sale, lot) is var (title, _) && title != lot ? $"{lot} ({ShownText.Of(title)})" : lot;

    private (string Title, Currency Currency)? Find(string sale, string lot) =>
        _lots.TryGetValue(sale, out var lots) && lots.TryGetValue(lot, out var found) ? found : null;

    private string Money(string sale, string lot, long minor) => Money(minor, Find(sale, lot)?.Currency ?? Currency.Default);

    private static string Money(long minor, Currency currency) => $"{Amount.Format(minor, currency.Digits)} {currency.Code}";

    private static string Form(LotTerms lot) => lot.OpenFor switch
    {
        null => lot.Form.Name,
        { TotalSeconds: < 120 and var seconds } => $"{lot.Form.Name}, {seconds:0.###} s",
        { TotalMinutes: var minutes } => $"{lot.Form.Name}, {minutes:0.#} min",
    };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
