using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Accounts;

/// <summary>
/// Keeps one sale's account from its board's notices, and passes everything on to another observer. Only the board calls it; a board that
/// is restarted goes on with it. The board answers whoever asks for the account (<see cref="AccountRequest"/>).
/// </summary>
/// <param name="next">Who else observes; null: nobody.</param>
/// <param name="givenOut">Told each account that is given out; null: nobody is.</param>
internal sealed class BookKeeper(IHouseObserver? next, Action<FinalAccount>? givenOut = null) : IHouseObserver
{
    private readonly AccountBook _book = new();
    private readonly TaskCompletionSource _isOpen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _sale = "";
    // The run that runs in this life of the house, until its account is given out.
    private int? _running;

    /// <summary>The sale is put up.</summary>
    public Task IsOpen => _isOpen.Task;

    /// <summary>The account as it stands.</summary>
    public FinalAccount Account => _book.Now();

    /// <inheritdoc cref="AccountBook.Sold"/>
    public int Sold => _book.Sold;

    /// <inheritdoc cref="AccountBook.Unsold"/>
    public int Unsold => _book.Unsold;

    public void OnSale(SaleTerms sale, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(sale);
        Begin(sale, catalogue);
        _running = sale.Id;
        next?.OnSale(sale, catalogue);
        _isOpen.TrySetResult();
    }

    public void OnResumed(SaleResumed resumed)
    {
        ArgumentNullException.ThrowIfNull(resumed);
        // The auctioneer may have failed before it announced the end of a run.
        if (resumed.Before is { } before && _running == before.Sale)
        {
            Read(before);
            GiveOut();
        }
        Read(resumed);
        next?.OnResumed(resumed);
        if (!resumed.IsOver) _running = resumed.Sale;
        else if (_running == resumed.Sale) GiveOut();
        _isOpen.TrySetResult();
    }

    /// <summary>A notice of the sale.</summary>
    public void OnNotice(Notice notice) => OnNotice(_sale, notice);

    public void OnNotice(string sale, Notice notice)
    {
        _book.Add(notice);
        next?.OnNotice(sale, notice);
        if (notice is Notice.SaleEnded) GiveOut();
    }

    public void OnAccount(FinalAccount account) => next?.OnAccount(account);

    private void Begin(SaleTerms sale, Catalogue catalogue)
    {
        _sale = sale.Name;
        _book.Begin(sale.Id, catalogue, sale.Name, sale.Title);
    }

    private void Read(SaleResumed sale)
    {
        Begin(sale.Terms, sale.Catalogue);
        foreach (var notice in sale.Past) _book.Add(notice);
    }

    private void GiveOut()
    {
        _running = null;
        var account = _book.Now();
        next?.OnAccount(account);
        givenOut?.Invoke(account);
    }
}
