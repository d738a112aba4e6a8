using Akka.Actor;
using AkkaAuction.Rules.Lots;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Sales;

/// <summary>The lots of a sale, and what the sale asks of them. The sale owns it, and hands it its state.</summary>
/// <param name="lots">Where they are.</param>
internal sealed class SaleLots(LotDirectory lots)
{
    /// <summary>Those of a sale that has not begun.</summary>
    public static SaleLots None { get; } = new(LotDirectory.Empty);

    public LotDirectory Directory => lots;

    /// <summary>Asks the lots for what a fact means for them.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="state">The sale's state, with the fact.</param>
    public void CarryOut(SaleFact fact, SaleState state)
    {
        switch (fact)
        {
            case SaleFact.Opened: Tell(state.Terms.TimedLots, new LotCommand.Open()); break;
            case SaleFact.RoundOpened opened: Tell(state.RoundLotsOpen, new LotCommand.OpenRound(opened.Round, opened.ClosesAt)); break;
            case SaleFact.RoundExtended extended: Tell(state.RoundLotsOpen, new LotCommand.Extend(extended.ClosesAt)); break;
            case SaleFact.RoundEnding ending: Tell(state.LotsOwingReport, new LotCommand.EndRound(ending.Round)); break;
            case SaleFact.RoundsOver: Tell(state.LotsToClose, new LotCommand.Close()); break;
            case SaleFact.CloseOrdered: Tell(state.Terms.TimedLots.Where(state.LotsNotClosed.Contains), new LotCommand.Hammer()); break;
        }
    }

    /// <summary>Tells a lot again whatever it may have missed; what it knows changes nothing there, and it reports again.</summary>
    public void Remind(string lot, SaleState state)
    {
        var isTimed = Directory.TryGet(lot, out var handle) && handle.IsTimed;
        if (isTimed && state.AreTimedLotsToEnd) Tell(lot, new LotCommand.Hammer());
        else if (isTimed && state.Phase != SalePhase.Waiting) Tell(lot, new LotCommand.Open());
        if (state is { Phase: SalePhase.RoundRunning, RoundClosesAt: { } closesAt } && state.RoundLotsOpen.Contains(lot))
        {
            Tell(lot, new LotCommand.OpenRound(state.Round, closesAt));
            // It may have opened the round before the sale extended it, in a life that ended in between.
            Tell(lot, new LotCommand.Extend(closesAt));
        }
        if (state.Phase == SalePhase.RoundEnding && state.LotsOwingReport.Contains(lot)) Tell(lot, new LotCommand.EndRound(state.Round));
        if (!isTimed && state.AreRoundLotsToClose && state.LotsNotClosed.Contains(lot)) Tell(lot, new LotCommand.Close());
        if (isTimed) Tell(lot, new LotCommand.ClockReached());
    }

    /// <summary>Tells several lots the same.</summary>
    public void Tell(IEnumerable<string> ids, LotCommand command)
    {
        foreach (var id in ids) Tell(id, command);
    }

    private void Tell(string id, LotCommand command)
    {
        if (lots.TryGet(id, out var handle)) handle.Ref.Tell(command, ActorRefs.NoSender);
    }
}
