using Akka.Actor;
using AkkaAuction.Auctioneer.Doors.Control;
using AkkaAuction.Auctioneer.Sales;
using AkkaAuction.Auctioneer.Sessions;
using AkkaAuction.Auctioneer.Settings;

namespace AkkaAuction.Auctioneer.Hosting;

/// <summary>
/// Does what an operator asks at the control socket: reads catalogues with the house's settings, and asks the auctioneer for the rest. An
/// operator asks a few times a day, so each answer may be waited for.
/// </summary>
/// <param name="auctioneer">The auctioneer.</param>
/// <param name="settings">The house's settings.</param>
/// <param name="time">The clock.</param>
/// <param name="trouble">Why nothing can be stored now; null: it can.</param>
internal sealed class SaleControl(IActorRef auctioneer, HouseSettings settings, TimeProvider time, Func<string?> trouble) : ISaleControl
{
    // A million lots take their time, to read and to close.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // While nothing can be stored nothing is answered: an operator hears why instead of waiting.
    private static readonly TimeSpan StuckPatience = TimeSpan.FromSeconds(2);

    public async Task<IReadOnlyList<ControlLine>> AnswerAsync(ControlRequest request, CancellationToken cancellation)
    {
        try
        {
            // What the sales have come to meanwhile may not be told.
            if (request is not (ControlRequest.Put or ControlRequest.Close) && trouble() is { } stuck)
                return [new ControlLine.Error($"{stuck} Shown is what is stored.", IsStuck: true)];
            return request switch
            {
                ControlRequest.Show show =>
                    Lines(await AskAsync(new AuctioneerMessage.ShowSale(show.Sale), cancellation).ConfigureAwait(false)),
                ControlRequest.Put put => await PutAsync(put.File, cancellation).ConfigureAwait(false),
                ControlRequest.Close close =>
                    Lines(await AskAsync(new AuctioneerMessage.CloseSale(close.Sale), cancellation).ConfigureAwait(false)),
                _ => Lines(await AskAsync(new AuctioneerMessage.ListSales(WithSold: true), cancellation).ConfigureAwait(false)),
            };
        }
        catch (SettingsException fault)
        {
            return [new ControlLine.Error(fault.Message)];
        }
        catch (StuckException stuck)
        {
            return [new ControlLine.Error(
                $"Not stored yet. {stuck.Message} What was asked is done then. Look with: auctioneer sale list", IsStuck: true)];
        }
        catch (Exception late) when (late is AskTimeoutException or TimeoutException)
        {
            return [new ControlLine.Error(
                $"The house has not answered within {Patience.TotalSeconds:0} s; it may still do what was asked. Look with: "
                + "auctioneer sale list")];
        }
    }

    private async Task<IReadOnlyList<ControlLine>> PutAsync(string file, CancellationToken cancellation)
    {
        if (!Path.IsPathFullyQualified(file))
            return [new ControlLine.Error($"{file} is no full path; the house may run in another folder.")];
        // A pipe that nobody writes to would hold the thread that reads it.
        var catalogue = await Task.Run(() => CatalogueReader.ReadFile(file, settings), cancellation)
            .WaitAsync(Patience, time, cancellation).ConfigureAwait(false);
        var answer = await AskAsync(new AuctioneerMessage.PutUpSale(catalogue), cancellation).ConfigureAwait(false);
        return answer is AuctioneerAnswer.PutUp put ? await SaleAsync(put.Sale, cancellation).ConfigureAwait(false) : Lines(answer);
    }

    private async Task<IReadOnlyList<ControlLine>> SaleAsync(string id, CancellationToken cancellation)
    {
        var answer = await AskAsync(new AuctioneerMessage.ListSales(WithSold: false), cancellation).ConfigureAwait(false);
        return answer is AuctioneerAnswer.SaleList list
            ? [.. list.All.Where(sale => sale.Id == id).Select(SaleLines.Of), new ControlLine.End()]
            : Lines(answer);
    }

    private async Task<object> AskAsync(AuctioneerMessage message, CancellationToken cancellation)
    {
        var answer = auctioneer.Ask<object>(message, Patience, cancellation);
        while (await Task.WhenAny(answer, Task.Delay(StuckPatience, time, cancellation)).ConfigureAwait(false) != answer)
        {
            cancellation.ThrowIfCancellationRequested();
            if (trouble() is { } why) throw new StuckException(why);
        }
        return await answer.ConfigureAwait(false);
    }

    /// <summary>Nothing can be stored now: why.</summary>
    private sealed class StuckException(string why) : Exception(why);

    private IReadOnlyList<ControlLine> Lines(object answer) => answer switch
    {
        AuctioneerAnswer.SaleList list => [.. list.All.Select(SaleLines.Of), new ControlLine.End()],
        AuctioneerAnswer.Closed closed => [SaleLines.Of(closed.Sale), new ControlLine.End()],
        BoardAnswer.Shown shown => [.. SaleLines.Of(shown.Account, shown.Lots, time.GetUtcNow()), new ControlLine.End()],
        AuctioneerAnswer.NotDone none => [new ControlLine.Error(none.Why)],
        Status.Failure failure => [new ControlLine.Error($"The house could not do that: {failure.Cause.Message}")],
        _ => throw new InvalidOperationException($"The auctioneer has answered {answer}."),
    };
}
