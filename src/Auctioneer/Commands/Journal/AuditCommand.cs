using System.CommandLine;
using System.Text;
using AkkaAuction.CommandLine;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Codec;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Originals;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Commands.Journal;

/// <summary>
/// <c>audit</c>: checks every fact against its hash and its numbers, beside the running house or without one, and prints the history: the
/// house's events, or one lot's bids. The head that it prints last is worth keeping elsewhere: with it a later audit notices a journal that
/// was cut off or written anew.
/// </summary>
internal static class AuditCommand
{
    public static Command Create(TextWriter terminal)
    {
        var db = JournalFile.Argument();
        var lot = new Option<string?>("--lot") { Description = "Tell every fact of this lot.", HelpName = "ID" };
        var head = new Option<string?>("--head")
        {
            Description = "A hash the journal had before (an earlier head, or a bidder's receipt): it must still be in it.",
            HelpName = "HASH",
        };
        head.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (text.Length is < 16 or > 64 || !text.All(char.IsAsciiHexDigit)))
                result.AddError($"--head is \"{text}\"; it must be 16 to 64 hexadecimal digits.");
        });
        var command = new Command("audit", "Check every hash and number of a journal, and tell its history.") { db, lot, head };
        command.SetAction(parsed => JournalFile.Run(parsed.GetValue(db)!, Console.Error, () => Run(
            parsed.GetValue(db)!, parsed.GetValue(lot), parsed.GetValue(head), Console.Out,
            Console.IsErrorRedirected ? Console.Error : terminal,
            !Console.IsErrorRedirected, Console.Error)));
        return command;
    }

    /// <param name="path">The journal.</param>
    /// <param name="lot">Whose facts are listed; null: the house's history.</param>
    /// <param name="head">The first digits of a hash that must be in it; null: none.</param>
    /// <param name="output">Where the history goes.</param>
    /// <param name="progress">Where the bar goes.</param>
    /// <param name="isTerminal">Whether somebody looks at the bar.</param>
    /// <param name="error">Where it says why nobody knows of an end that is lost.</param>
    /// <returns>The exit code.</returns>
    /// <exception cref="DamageException">It is broken: the first place.</exception>
    /// <exception cref="JournalException">It is right, and knows no such lot.</exception>
    internal static int Run(
        string path, string? lot, string? head, TextWriter output, TextWriter progress, bool isTerminal, TextWriter? error = null)
    {
        var ends = EndCheck.Before(path);
        using var reader = SqliteReader.Open(path);
        var wanted = head is null ? null : Convert.FromHexString(head.Length % 2 == 0 ? head : head[..^1]);
        string? headAt = null;
        JournalEnd end;
        var isListed = false;
        var counts = new Counts();
        var currencies = new LotCurrencies();
        using (var bar = new ProgressBar(progress, isTerminal, Math.Max(1, reader.LastPlace)))
        {
            end = reader.ReadAll((in ReadRow row, string stream) =>
            {
                var fact = reader.Decode(row);
                currencies.Add(stream, fact);
                var currency = currencies.Of(stream);
                counts.Add(fact, currency);
                if (wanted is not null && row.Hash.StartsWith(wanted)) headAt = reader.NameOf(row);
                if (lot is null ? IsHistory(fact) : IsOf(stream, lot))
                {
                    isListed = true;
                    output.WriteLine($"{row.Event,8}  {Short(row.Time)}  {stream,-24}  {ShownText.Of(FactWords.Of(fact, currency))}");
                }
                if ((row.Place & 0xFFF) == 0) bar.At(row.Place);
            });
        }
        ends.Judge(reader, accept: false);
        if (reader.StructuralFault() is { } fault) throw new DamageException("the file's structure", fault);
        if (reader.SchemaFault() is { } changed) throw new DamageException("the file's schema", changed);
        if (wanted is not null && headAt is null)
            throw new DamageException("its end", $"no event has the hash {head}: the journal was cut off, or is another one");
        var people = reader.References.People.All;
        var erased = people.Count(p => p.Name is null);
        output.WriteLine();
        output.WriteLine(
            $"{FactWords.Count(reader.LastPlace, "event")} in {reader.Epoch} {(reader.Epoch == 1 ? "life" : "lives")} of the house: "
            + $"{FactWords.Count(counts.Bids, "bid")}, "
            + $"{FactWords.Count(counts.Awards, "unit")} sold for {Counts.Text(counts.Sold)}, "
            + (counts.Paid.Count == 0 ? "" : $"{Counts.Text(counts.Paid)} paid by others, ")
            + $"{FactWords.Count(people.Count, "person")}{(erased > 0 ? $" ({erased} erased)" : "")}.");
        if (headAt is not null) output.WriteLine($"The hash {head} is that of {headAt}.");
        // Version 1 has one chain, whose head is the file's.
        if (reader.Version > 1)
        {
            foreach (var chain in InOrder(end.Chains))
                output.WriteLine($"{chain.Name}: {FactWords.Count(chain.LastEvent, "event")}, head {Convert.ToHexStringLower(chain.Head)}");
        }
        foreach (var note in ends.Notes) output.WriteLine($"{note}.");
        if (ends.HeadNote is { } unknown) error?.WriteLine($"auctioneer: {unknown}.");
        output.WriteLine($"Every hash and every number is right. Head: {Convert.ToHexStringLower(end.Hash)}");
        if (lot is null || isListed) return 0;
        throw new JournalException(
            $"Nothing in {path} happened to a lot called {lot}; lots are named as the house lists them, capitals and all.");
    }

    /// <summary>The house's own first, which vouches for the others; then the sales, then the originals.</summary>
    private static IEnumerable<ChainPlace> InOrder(IEnumerable<ChainPlace> chains) => chains
        .OrderBy(chain => chain.Name == Chains.House ? 0 : StreamNames.TrySale(chain.Name, out _) ? 1 : 2)
        .ThenBy(chain => chain.Name, StringComparer.Ordinal);

    private static bool IsHistory(object fact) => fact
        is RegistryFact
        or SaleFact.Opened or SaleFact.RoundOpened or SaleFact.RoundClosed or SaleFact.RoundsOver or SaleFact.Ended
        or LotFact.UnitAwarded or LotFact.Closed or FormFact { Payment: not null }
        or SealedHouseFact.RequestTaken or SealedHouseFact.Finished or SealedHouseFact.Abandoned
        or HouseFact.Migrated;

    private static bool IsOf(string stream, string lot) =>
        LotPlace.Of(stream) is { } place && place.Lot == lot;

    private static string Short(ReadOnlySpan<byte> time)
    {
        var text = Encoding.UTF8.GetString(time);
        return text.Length >= 23 ? $"{text[..10]} {text[11..23]}" : text;
    }

    private sealed class Counts
    {
        public long Bids { get; private set; }

        public long Awards { get; private set; }

        /// <summary>What was paid for units, in each currency: amounts of two have no sum.</summary>
        public SortedDictionary<string, (long Minor, Currency Currency)> Sold { get; } = new(StringComparer.Ordinal);

        /// <summary>What was paid by those who got no unit.</summary>
        public SortedDictionary<string, (long Minor, Currency Currency)> Paid { get; } = new(StringComparer.Ordinal);

        public static string Text(SortedDictionary<string, (long Minor, Currency Currency)> sums) => sums.Count == 0
            ? FactWords.Money(0, Currency.Default)
            : string.Join(" and ", sums.Values.Select(sum => sums.Count == 1 && sum.Currency == Currency.Default
                ? FactWords.Money(sum.Minor, sum.Currency)
                : $"{FactWords.Money(sum.Minor, sum.Currency)} {sum.Currency.Code}"));

        public void Add(object fact, Currency currency)
        {
            if (fact is LotFact.BidAccepted) Bids++;
            if (fact is FormFact { Payment: { } payment }) Add(Paid, payment.AmountMinor, currency);
            if (fact is not LotFact.UnitAwarded award) return;
            Awards++;
            Add(Sold, award.PriceMinor, currency);
        }

        private static void Add(SortedDictionary<string, (long Minor, Currency Currency)> to, long minor, Currency currency) =>
            to[currency.Code] = (to.GetValueOrDefault(currency.Code).Minor + minor, currency);
    }
}
