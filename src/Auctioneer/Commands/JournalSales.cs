using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors.Control;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal;
using AkkaAuction.Journal.Sqlite;
using AkkaAuction.Messages;
using AkkaAuction.Rules;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Commands;

/// <summary>What a journal knows of its sales while no house runs on it: the same lines that a house would answer.</summary>
internal static class JournalSales
{
    /// <summary>Every sale in a line.</summary>
    public static IReadOnlyList<ControlLine> List(string path) => [.. Read(path, out var last).Sales.Select(sale => Line(sale, last))];

    /// <summary>A sale with its lots and its account.</summary>
    /// <exception cref="ControlException">There is no such sale.</exception>
    public static IReadOnlyList<ControlLine> Show(string path, string id)
    {
        var sales = Read(path, out _).Sales.ToArray();
        if (sales.FirstOrDefault(sale => sale.Id == id) is not { } found)
        {
            throw new ControlException(
                sales is [] ? $"There is no sale in {path}." : $"There is no sale {id} in {path}; list them with: auctioneer sale list.");
        }
        return [.. SaleLines.Of(BookOf(found, out var restored).Now(), restored.Lots, TimeProvider.System.GetUtcNow())];
    }

    private static AccountBook BookOf(SalePast sale, out SaleResumed restored)
    {
        restored = sale.ToBoard(otherCatalogue: false).Resumed;
        var book = new AccountBook();
        book.Begin(restored.Sale, restored.Catalogue, sale.Id, restored.Terms.Title);
        foreach (var notice in restored.Past) book.Add(notice);
        return book;
    }

    private static ControlLine Line(SalePast sale, Dictionary<string, long> last)
    {
        var (putUp, state) = (sale.PutUp!, sale.State!);
        var seen = state.Phase switch
        {
            SalePhase.Waiting => SaleViewState.Waiting,
            SalePhase.Ended => SaleViewState.Ended,
            _ => SaleViewState.Open,
        };
        // The sale itself counts when all is over; until then a house tells what its board has counted.
        var (sold, unsold) = (state.Sold, state.Unsold);
        if (seen == SaleViewState.Open)
        {
            var book = BookOf(sale, out _);
            (sold, unsold) = (book.Sold, book.Unsold);
        }
        return SaleLines.Of(new SaleSummary(
            sale.Id,
            putUp.Terms.Title,
            sale.Run,
            seen,
            putUp.Catalogue.Lots.Length,
            sold,
            unsold,
            putUp.Terms.OpensAt,
            last.GetValueOrDefault(Chains.OfSale(sale.Id))));
    }

    private static RecoveredSales Read(string path, out Dictionary<string, long> last)
    {
        var beside = EndCheck.Before(path);
        using var reader = SqliteReader.Open(path);
        if (reader.Version < 2)
        {
            throw new JournalException(
                $"{path} is of version 1, whose sales have no ids. Copy it with: auctioneer migrate {path} NEW. It can be read as it is "
                + $"with: auctioneer audit {path}");
        }
        var sales = new RecoveredSales(HouseSettings.Default().Limits.BidIds, keepsOver: true);
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        reader.ReadAll((in ReadRow row, string stream) =>
        {
            ends[Chains.Of(stream)] = row.Event;
            try
            {
                sales.Add(stream, new StoredFact(row.Event, reader.Decode(row), FactHash.ReceiptOf(row.Hash), row.Place));
            }
            catch (Exception fault) when (fault is BrokenInvariantException or KeyNotFoundException)
            {
                throw new DamageException(reader.NameOf(row), $"it cannot have happened: {fault.Message}", fault);
            }
        });
        beside.Judge(reader, accept: false);
        last = ends;
        return sales;
    }
}
