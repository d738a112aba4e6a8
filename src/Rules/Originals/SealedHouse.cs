using System.Collections.Immutable;
using System.Diagnostics;

namespace AkkaAuction.Rules.Originals;

/// <summary>
/// The seats and states of the sealed-bid house (R3.1-R3.7, R3.11): one auction at a time, the next client to connect is its Seller, the
/// clients after the Seller's request are its Buyers. The lot decides the result; this aggregate decides who may speak.
/// <code>
///                   connects            says                         leaves            patience ends       lot reports
/// NoSeller          becomes Seller      -                            -                 -                   -
/// NoRequest         refused (busy)      Seller: request, or 102      Seller: seat free Seller: seat free   -
/// WaitingForBuyers  becomes Buyer;      -                            Buyer: place free bidding ends        -
///                   last one: bidding
/// Bidding           refused (on-going)  Buyer: its bid, or 205;      Buyer that owes   bidding ends        -
///                                       last one: bidding ends       a bid: none
/// Settling          refused (on-going)  -                            -                 -                   over: NoSeller
/// </code>
/// A refused client gets 401; the state says which of the two refusals it is. The house does not take a message out of turn; the session
/// may hold it back until its turn. From the end of a time limit on, the house decides as if a timer had fired.
/// </summary>
public static class SealedHouse
{
    /// <summary>Decides a command: facts to store, a refusal, or nothing.</summary>
    /// <param name="state">The house now.</param>
    /// <param name="command">The command.</param>
    /// <param name="now">House time.</param>
    public static Decision<SealedHouseFact> Decide(SealedHouseState state, SealedHouseCommand command, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (command is SealedHouseCommand.Abandon)
        {
            return state.Phase switch
            {
                // The lot has the bids but has not reported the result.
                SealedHousePhase.NoSeller or SealedHousePhase.Settling => Decision<SealedHouseFact>.Nothing,
                SealedHousePhase.Bidding when state.HighestMinor is not null =>
                    Decision<SealedHouseFact>.Accept(new SealedHouseFact.BiddingEnded(BiddingEnd.Interrupted, now)),
                _ => Decision<SealedHouseFact>.Accept(new SealedHouseFact.Abandoned(state.Auction, now)),
            };
        }
        var facts = ImmutableArray.CreateBuilder<SealedHouseFact>();
        var after = state;
        Add(PatienceEnded(after, now));
        var decision = Own(after, command, now);
        if (decision.IsRefused) return decision;
        foreach (var fact in decision.Facts) Add(fact);
        Add(Consequence(after, now));
        return facts.Count == 0 ? Decision<SealedHouseFact>.Nothing : Decision<SealedHouseFact>.Accept(facts.ToImmutable());

        void Add(SealedHouseFact? fact)
        {
            if (fact is null) return;
            facts.Add(fact);
            after = Evolve(after, fact);
        }
    }

    /// <summary>The house after a fact. Decides nothing: replaying stored facts gives the state they were decided in.</summary>
    /// <exception cref="BrokenInvariantException">The fact cannot have happened in this house.</exception>
    public static SealedHouseState Evolve(SealedHouseState state, SealedHouseFact fact)
    {
        ArgumentNullException.ThrowIfNull(state);
        return fact switch
        {
            SealedHouseFact.SellerSeated seated => In(state, SealedHousePhase.NoSeller) with
            {
                Phase = SealedHousePhase.NoRequest,
                Seller = seated.Connection,
                Until = seated.Until,
            },
            SealedHouseFact.SellerLeft =>
                SealedHouseState.Initial(state.Terms) with { Auction = In(state, SealedHousePhase.NoRequest).Auction },
            SealedHouseFact.RequestTaken taken => In(state, SealedHousePhase.NoRequest) with
            {
                Phase = SealedHousePhase.WaitingForBuyers,
                Request = taken.Request,
                Until = taken.Until,
            },
            SealedHouseFact.BuyerSeated seated => Seated(In(state, SealedHousePhase.WaitingForBuyers), seated),
            SealedHouseFact.BuyerLeft left =>
                In(state, SealedHousePhase.WaitingForBuyers) with { Buyers = state.Buyers.Remove(Owing(state, left.Connection)) },
            SealedHouseFact.BiddingStarted started => Started(In(state, SealedHousePhase.WaitingForBuyers), started),
            SealedHouseFact.BidTaken bid => With(state, bid.Connection, buyer => buyer with { BidMinor = bid.AmountMinor }),
            SealedHouseFact.BuyerWithoutBid silent => With(state, silent.Connection, buyer => buyer with { Silent = true }),
            SealedHouseFact.BiddingEnded => Ended(state),
            SealedHouseFact.Abandoned => SealedHouseState.Initial(state.Terms) with { Auction = state.Auction + 1 },
            SealedHouseFact.Finished finished => Finished(In(state, SealedHousePhase.Settling), finished),
            _ => throw new UnreachableException(),
        };
    }

    private static Decision<SealedHouseFact> Own(SealedHouseState state, SealedHouseCommand command, DateTimeOffset now) => command switch
    {
        SealedHouseCommand.Connect connect => Connect(state, connect.Connection, now),
        SealedHouseCommand.Say say => Say(state, say, now),
        SealedHouseCommand.Leave leave => Leave(state, leave.Connection, now),
        SealedHouseCommand.ReportResult report => state.Phase == SealedHousePhase.Settling && report.Auction == state.Auction
            ? Decision<SealedHouseFact>.Accept(new SealedHouseFact.Finished(report.Auction, report.Winner, report.PaysMinor, now))
            : Decision<SealedHouseFact>.Nothing,
        SealedHouseCommand.ClockReached => Decision<SealedHouseFact>.Nothing,
        _ => throw new UnreachableException(),
    };

    private static Decision<SealedHouseFact> Connect(SealedHouseState state, long connection, DateTimeOffset now)
    {
        // One seat for one connection: Seller or Buyer, never both (R3.11).
        if (state.Seller == connection || state.BuyerOf(connection) is not null) return Decision<SealedHouseFact>.Nothing;
        return state.Phase switch
        {
            SealedHousePhase.NoSeller => Decision<SealedHouseFact>.Accept(
                new SealedHouseFact.SellerSeated(connection, now, now + state.Terms.RequestPatience)),
            SealedHousePhase.WaitingForBuyers => Decision<SealedHouseFact>.Accept(
                new SealedHouseFact.BuyerSeated(connection, FreePlace(state), now)),
            _ => Decision<SealedHouseFact>.Refuse(new Rejection(RejectionCode.HouseFull, null, null)),
        };
    }

    private static Decision<SealedHouseFact> Say(SealedHouseState state, SealedHouseCommand.Say say, DateTimeOffset now)
    {
        if (state.Phase == SealedHousePhase.NoRequest && state.Seller == say.Connection)
        {
            return SealedRequest.Parse(say.Text, state.Terms) is { } request
                ? Decision<SealedHouseFact>.Accept(
                    new SealedHouseFact.RequestTaken(state.Auction, request, now, now + state.Terms.BuyersPatience))
                : Decision<SealedHouseFact>.Refuse(new Rejection(RejectionCode.MalformedLine, null, null));
        }
        if (state.Phase == SealedHousePhase.Bidding && state.BuyerOf(say.Connection) is { Owes: true } buyer)
        {
            return state.Terms.WholeAmount(say.Text.Trim()) is { } amount
                ? Decision<SealedHouseFact>.Accept(new SealedHouseFact.BidTaken(buyer.Connection, buyer.Place, amount, now))
                : Decision<SealedHouseFact>.Refuse(new Rejection(RejectionCode.NotAnAmount, null, null));
        }
        return Decision<SealedHouseFact>.Nothing;
    }

    private static Decision<SealedHouseFact> Leave(SealedHouseState state, long connection, DateTimeOffset now)
    {
        if (state.Phase == SealedHousePhase.NoRequest && state.Seller == connection)
            return Decision<SealedHouseFact>.Accept(new SealedHouseFact.SellerLeft(connection, now, Overdue: false));
        if (state.BuyerOf(connection) is not { Owes: true } buyer) return Decision<SealedHouseFact>.Nothing;
        return state.Phase switch
        {
            SealedHousePhase.WaitingForBuyers =>
                Decision<SealedHouseFact>.Accept(new SealedHouseFact.BuyerLeft(connection, buyer.Place, now)),
            SealedHousePhase.Bidding => Decision<SealedHouseFact>.Accept(new SealedHouseFact.BuyerWithoutBid(connection, buyer.Place, now)),
            _ => Decision<SealedHouseFact>.Nothing,
        };
    }

    private static SealedHouseFact? PatienceEnded(SealedHouseState state, DateTimeOffset now)
    {
        if (state.Until is not { } until || now < until) return null;
        return state.Phase switch
        {
            SealedHousePhase.NoRequest => new SealedHouseFact.SellerLeft(state.Seller!.Value, now, Overdue: true),
            SealedHousePhase.WaitingForBuyers => new SealedHouseFact.BiddingEnded(BiddingEnd.TooFewBuyers, now),
            SealedHousePhase.Bidding => new SealedHouseFact.BiddingEnded(BiddingEnd.Overdue, now),
            _ => throw new UnreachableException(),
        };
    }

    /// <summary>The last Buyer's arrival starts the bidding, the last bid ends it.</summary>
    private static SealedHouseFact? Consequence(SealedHouseState state, DateTimeOffset now) => state.Phase switch
    {
        SealedHousePhase.WaitingForBuyers when state.Buyers.Length == state.Request!.Bids =>
            new SealedHouseFact.BiddingStarted(now, now + state.Terms.BidPatience),
        SealedHousePhase.Bidding when !state.Buyers.Any(b => b.Owes) => new SealedHouseFact.BiddingEnded(BiddingEnd.AllIn, now),
        _ => null,
    };

    private static int FreePlace(SealedHouseState state)
    {
        var place = 1;
        foreach (var buyer in state.Buyers)
        {
            if (buyer.Place != place) break;
            place++;
        }
        return place;
    }

    private static SealedHouseState Seated(SealedHouseState state, SealedHouseFact.BuyerSeated seated)
    {
        BrokenInvariantException.Unless(seated.Connection != state.Seller && state.BuyerOf(seated.Connection) is null,
            "A client has one seat.");
        BrokenInvariantException.Unless(seated.Place == FreePlace(state) && seated.Place <= state.Request!.Bids,
            "A Buyer takes the first free place.");
        return state with { Buyers = state.Buyers.Insert(seated.Place - 1, new SealedBuyer(seated.Connection, seated.Place)) };
    }

    private static SealedHouseState Started(SealedHouseState state, SealedHouseFact.BiddingStarted started)
    {
        BrokenInvariantException.Unless(state.Buyers.Length == state.Request!.Bids, "The bidding starts when every place is taken.");
        return state with { Phase = SealedHousePhase.Bidding, Until = started.Until };
    }

    private static SealedHouseState Ended(SealedHouseState state)
    {
        BrokenInvariantException.Unless(state.Phase is SealedHousePhase.WaitingForBuyers or SealedHousePhase.Bidding, "Bidding ends once.");
        return state with { Phase = SealedHousePhase.Settling, Until = null };
    }

    private static SealedHouseState Finished(SealedHouseState state, SealedHouseFact.Finished finished)
    {
        BrokenInvariantException.Unless(finished.Auction == state.Auction, "The auction that is over is the one that ran.");
        BrokenInvariantException.Unless(
            finished.Winner is not { } winner || state.BuyerOf(winner)?.BidMinor >= finished.PaysMinor,
            "A winner is a Buyer, and pays no more than its bid.");
        return SealedHouseState.Initial(state.Terms) with { Auction = state.Auction + 1 };
    }

    private static SealedHouseState With(SealedHouseState state, long connection, Func<SealedBuyer, SealedBuyer> change)
    {
        var buyer = Owing(In(state, SealedHousePhase.Bidding), connection);
        return state with { Buyers = state.Buyers.Replace(buyer, change(buyer)) };
    }

    private static SealedBuyer Owing(SealedHouseState state, long connection)
    {
        var buyer = state.BuyerOf(connection);
        BrokenInvariantException.Unless(buyer is { Owes: true }, "Only a Buyer that has not bid bids or leaves.");
        return buyer!;
    }

    private static SealedHouseState In(SealedHouseState state, SealedHousePhase phase)
    {
        BrokenInvariantException.Unless(state.Phase == phase, $"This happens in phase {phase} only.");
        return state;
    }
}
