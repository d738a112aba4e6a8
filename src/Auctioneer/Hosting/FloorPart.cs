using System.Collections.Immutable;
using Akka.Actor;
using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Auctioneer.Doors;
using AkkaAuction.Auctioneer.Doors.Tcp;
using AkkaAuction.Auctioneer.Recovery;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;
using AkkaAuction.Journal.Snapshots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>The house's sales, with the floor door.</summary>
public sealed class FloorPart : HousePart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private HouseBooks? _books;

    public override string Name => "floor";

    /// <summary>Keep the sales' accounts, once the part has started.</summary>
    internal HouseBooks Books => _books ?? throw new InvalidOperationException("The house has not started.");

    internal override Task Stands => Books.Stand;

    internal override void Check(HouseSettings settings, IReadOnlyCollection<Catalogue> catalogues)
    {
        foreach (var catalogue in catalogues)
        {
            if (SaleCheck.Fault(catalogue, settings) is not { } fault) continue;
            var which = catalogues.Count > 1 ? $"The sale {catalogue.Head.Name}: {fault}" : fault;
            throw new SettingsException($"{char.ToUpperInvariant(which[0])}{which[1..]}");
        }
        if (SaleCheck.TwiceIn(catalogues) is { } twice)
            throw new SettingsException($"Two of the sales have the id {twice}; give one of them another (sale = …).");
    }

    internal override DoorAddress? Address(HouseSettings settings) =>
        settings.Floor.Port is { } port ? new DoorAddress(Name, settings.Floor.Host, port) : null;

    private protected override DeskDoor? TakeDoor(DoorContext context) =>
        FloorDoor.Take(context.Settings.Floor, context.Time, context.Descriptors, context.Ceilings, context.Log);

    internal override DoorCeiling? Ceiling(HouseSettings settings) =>
        settings.Floor.Port is null ? null : Ceiling(settings, settings.Floor.ConnectionsMax);

    internal override IRecovery NewRecovery(HouseSettings settings) => new RecoveredSales(settings.Limits.BidIds);

    internal override void Start(HouseContext house)
    {
        _books = new HouseBooks(house.Guarded);
        var recovered = house.Recovered?.Of<RecoveredSales>(Name);
        // The example only where there is no sale at all, for a journal's own go on.
        var isEmpty = house.Catalogues.IsEmpty && recovered?.Sales.Any() != true;
        var catalogues = isEmpty && house.Options.WhenNone is { } example ? [example()] : house.Catalogues;
        var context = new AuctioneerContext(house.Settings, catalogues, house.Journal, house.Time, _books)
        {
            Overdue = house.Overdue,
        };
        Desk = house.Begin(Auctioneer.Props(context, recovered), Auctioneer.Name, "The floor's desk");
    }

    internal override Task<bool> StopTakingAsync(TimeSpan patience)
    {
        Desk.Tell(AuctioneerMessage.StopTaking.Instance, ActorRefs.NoSender);
        return Task.FromResult(Connections > 0);
    }

    /// <param name="sale">The sale's id; null: of the only one, or the first.</param>
    internal async Task<FinalAccount> AccountAsync(string? sale)
    {
        if (Desk.IsNobody()) throw new InvalidOperationException("The house has not started.");
        var last = Books.Last;
        if (!last.IsCompleted)
        {
            var now = Desk.Ask<object>(new AccountRequest(sale), Patience);
            if (await Task.WhenAny(now, last).ConfigureAwait(false) == now)
            {
                return await now.ConfigureAwait(false) switch
                {
                    FinalAccount account => account,
                    AuctioneerAnswer.NotDone none => throw new KeyNotFoundException(none.Why),
                    Status.Failure failure => throw failure.Cause,
                    var other => throw new InvalidOperationException($"The auctioneer has answered {other}."),
                };
            }
        }
        foreach (var account in await last.ConfigureAwait(false))
        {
            if (sale is null || account.Id == sale) return account;
        }
        throw new KeyNotFoundException("The house has stopped, and had let go of the sale; its journal has the account.");
    }

    /// <inheritdoc cref="House.SalesAsync"/>
    internal async Task<ImmutableArray<SaleSummary>> SalesAsync() =>
        (await Desk.Ask<AuctioneerAnswer.SaleList>(new AuctioneerMessage.ListSales(WithSold: true), Patience).ConfigureAwait(false)).All;

    internal override void Ended() => _books?.Stopped();
}
