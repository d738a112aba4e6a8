using AkkaAuction.Bidder.Market;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.CommandLine;

namespace AkkaAuction.Bidder.Play;

/// <summary>All that a person at the terminal sees.</summary>
/// <param name="State">The market and what is one's own.</param>
/// <param name="Connection">Where one is, or what is the matter.</param>
/// <param name="HouseNow">The house's time.</param>
/// <param name="Typed">What stands in the input line.</param>
/// <param name="Sale">The sale that one is in; null: nobody knows its id.</param>
public sealed record PlayModel(BidderState State, string Connection, DateTimeOffset HouseNow, string Typed, string? Sale = null)
{
    /// <summary>The sale's title; null: nobody has told it.</summary>
    public string? Title { get; init; }

    /// <summary>All that was bought, also in other sales.</summary>
    public IReadOnlyCollection<Purchase> Bought { get; init; } = State.Wallet.Purchases;

    /// <summary>What can be typed.</summary>
    public string Help { get; init; } = PlayLine.HelpText;
}

/// <summary>Where a person sees what goes on. Used by one actor only.</summary>
public interface IPlayScreen : IDisposable
{
    /// <summary>Something happened, in words.</summary>
    void Say(string text);

    /// <summary>A lot has a new price, in words. It comes by the hundred.</summary>
    /// <param name="lot">The lot.</param>
    /// <param name="text">The words.</param>
    /// <param name="isOnes">Whether one has bid on the lot.</param>
    void SayPrice(string lot, string text, bool isOnes);

    /// <summary>Something changed.</summary>
    void Show(PlayModel model);
}

/// <summary>Lines of text, for scripts and for output that goes into a file: what happens, and nothing that changes by itself.</summary>
public sealed class PlainPlayScreen(TextWriter output) : IPlayScreen
{
    private bool _lotsShown;
    private string? _sale;

    public void Say(string text) => output.WriteLine(ShownText.Of(text));

    public void SayPrice(string lot, string text, bool isOnes) => Say(text);

    public void Show(PlayModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Sale != _sale) (_sale, _lotsShown) = (model.Sale, false);
        if (_lotsShown || model.State.Market.IsBeingListed || model.State.Market.Seq == 0) return;
        _lotsShown = true;
        var market = model.State.Market;
        foreach (var lot in market.Lots.Values)
            output.WriteLine(ShownText.Of(EventText.OfLot(lot, model.State.Name, market.ClosedUnseen.Contains(lot.Lot))));
    }

    public void Dispose() => output.Flush();
}
