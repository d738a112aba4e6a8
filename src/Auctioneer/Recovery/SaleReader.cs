using Akka.Actor;
using Akka.Event;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Journal;

namespace AkkaAuction.Auctioneer.Recovery;

/// <summary>
/// Reads a sale that is over from the journal, when somebody wants to look at it again: one sale after the other, and beside the
/// auctioneer, which goes on meanwhile and is told.
/// </summary>
internal sealed class SaleReader : UntypedActor
{
    private readonly IJournal _journal;
    private readonly int _bidIds;

    private SaleReader(IJournal journal, int bidIds) => (_journal, _bidIds) = (journal, bidIds);

    /// <param name="journal">What it reads.</param>
    /// <param name="bidIds">Bid ids that each lot remembers.</param>
    public static Props Props(IJournal journal, int bidIds) => MadeBy<SaleReader>.Props(() => new SaleReader(journal, bidIds));

    public const string Name = "reader";

    /// <summary>Asks for a sale. Answered with <see cref="Found"/>.</summary>
    public sealed record Read(string Sale);

    /// <summary>What a sale's facts have come to.</summary>
    /// <param name="Past">Null: they cannot be read.</param>
    public sealed record Found(string Sale, SalePast? Past) : INoSerializationVerificationNeeded;

    protected override void OnReceive(object message)
    {
        if (message is not Read read)
        {
            Unhandled(message);
            return;
        }
        // The sale may have ended while the disk is full: what is read then is shown to nobody before it is stored.
        _journal.After(new TellWhenStored(Sender, new Found(read.Sale, PastOf(read.Sale))));
    }

    private SalePast? PastOf(string sale)
    {
#pragma warning disable CA1031 // Whatever the reading fails on, whoever asked is told; the sale's result is stored all the same.
        try
        {
            var chain = Chains.OfSale(sale);
            var facts = _journal.ReadAll().Where(fact => Chains.Of(fact.Stream) == chain);
            return RecoveredSales.Of(facts, _bidIds, keepsOver: true).Sales.FirstOrDefault();
        }
        catch (Exception fault)
        {
            Context.GetLogger().Error(fault, "Sale {Sale} cannot be read again", sale);
            return null;
        }
#pragma warning restore CA1031
    }
}
