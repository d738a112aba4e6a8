using AkkaAuction.Messages.Originals;

namespace AkkaAuction.Auctioneer.Tests.Simulation.Books;

/// <summary>What one client of the room is told, line by line, held to what is stored at that moment.</summary>
/// <param name="promises">What is stored.</param>
/// <param name="bidder">What lots call it.</param>
internal sealed class RoomEar(Promises promises, string bidder)
{
    private readonly HashSet<string> _led = new(StringComparer.Ordinal);

    public void Hears(string line, string? lastSaid)
    {
        foreach (var lot in promises.InRoom)
        {
            var (title, digits) = (lot.Terms.Title, lot.Terms.Currency.Digits);
            if (line == RoomWords.NotFound(title))
            {
                Must(lot.IsClosed, line, "it is not closed");
                return;
            }
            if (Amount(line, RoomWords.YouLead(title, "")) is { } led)
            {
                Must(IsBid(lot, led, b => b == bidder) && _led.Add(line), line, "this client has no such bid, or was told of it before");
                return;
            }
            if (Amount(line, RoomWords.NewHighest(title, "")) is { } highest)
            {
                Must(IsBid(lot, highest, b => b != bidder), line, "nobody else has such a bid");
                return;
            }
            if (Amount(line, RoomWords.Won(title, "")) is { } won)
            {
                Must(lot.Awards.Any(a => a.Bidder == bidder && Words(a.PriceMinor, digits) == won), line, "it was not awarded so");
                return;
            }
            if (line.StartsWith($"Item {title} sold to Client ", StringComparison.Ordinal))
            {
                Must(
                    lot.Awards.Any(a => line.EndsWith($" for ${Words(a.PriceMinor, digits)}", StringComparison.Ordinal)),
                    line,
                    "it was not awarded so");
                return;
            }
            if (line == RoomWords.Rejected
                && lastSaid is not null
                && RoomWords.ParseBid(lastSaid, digits, out var item, out var amount) == Rules.RejectionCode.None
                && item == title)
            {
                Must(
                    lot.PriceMinor >= amount || lot.HasBidOf(bidder) || amount > lot.Terms.CeilingMinor,
                    line,
                    $"{lastSaid} is above the price {lot.PriceMinor} that is stored");
                return;
            }
        }

        void Must(bool isTrue, string told, string why)
        {
            if (!isTrue) throw promises.Broken("P1", $"{bidder} of the room was told \"{told}\", and {why}.");
        }
    }

    private static bool IsBid(LotBook lot, string amount, Func<string, bool> of) =>
        lot.BidsSoFar.Any(b => of(b.Bidder) && Words(b.AmountMinor, lot.Terms.Currency.Digits) == amount);

    private static string? Amount(string line, string start) =>
        line.StartsWith(start, StringComparison.Ordinal) ? line[start.Length..] : null;

    private static string Words(long minor, int digits) => RoomWords.Amount(minor, digits);
}

/// <summary>What one client of the sealed house is told, held to what is stored at that moment.</summary>
/// <param name="promises">What is stored.</param>
/// <param name="connection">What the seats call it.</param>
/// <param name="digits">Digits behind the point of its amounts.</param>
internal sealed class SealedEar(Promises promises, long connection, int digits)
{
    private SeatsBook Seats => promises.Seats;

    public void Hears(string line)
    {
        var result = Seats.ResultFor(connection);
        var isTrue = line switch
        {
            SealedWords.RoleSeller or SealedWords.SubmitRequest => Seats.IsSeller(connection),
            SealedWords.RoleBuyer or SealedWords.StillWaiting or SealedWords.BiddingStart => Seats.IsBuyer(connection),
            SealedWords.BidReceived => Seats.HasBid(connection),
            SealedWords.Finished => result is not null,
            SealedWords.NotWon => result is not null && result.Winner != connection,
            // An auction of a life before this one keeps nobody out: who comes while it is settled waits.
            SealedWords.BiddingOnGoing => Seats.RequestEpoch == promises.Epoch,
            _ when line.StartsWith(SealedWords.RequestReceivedStart, StringComparison.Ordinal) =>
                Seats.HasRequested(connection, line[SealedWords.RequestReceivedStart.Length..]),
            _ when line.StartsWith("You won", StringComparison.Ordinal) => result?.Winner == connection && Pays(line, result.PaysMinor),
            _ when line.StartsWith("Success!", StringComparison.Ordinal) => result?.Winner is not null && Pays(line, result.PaysMinor),
            _ when line.StartsWith("Unfortunately your item", StringComparison.Ordinal) => result is { Winner: null },
            _ => true,
        };
        if (!isTrue)
        {
            throw promises.Broken(
                "P1",
                $"client {connection} of the sealed house was told \"{line}\", and stored is {(object?)result ?? "nothing of the kind"}.");
        }
    }

    private bool Pays(string line, long minor) => line.EndsWith($" ${RoomWords.Amount(minor, digits)}", StringComparison.Ordinal);
}
