using AkkaAuction.Messages;
using AkkaAuction.Rules.Money;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Auctioneer.Accounts;

/// <summary>
/// Keeps the house's account from the board's notices, and passes everything on to another observer. Only the board calls it; a board that
/// is restarted goes on with it. The board answers whoever asks for the account (<see cref="AccountRequest"/>).
/// </summary>
/// <param name="currency">Currency of all amounts.</param>
/// <param name="next">Who else observes; null: nobody.</param>
internal sealed class BookKeeper(Currency currency, IHouseObserver? next) : IHouseObserver
{
    private readonly AccountBook _book = new(currency);
    private readonly TaskCompletionSource<FinalAccount> _firstSale = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<FinalAccount> _last = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _isOpen = new(TaskCreationOptions.RunContinuationsAsynchronously);
    // The sale that runs in this life of the house, until its account is given out.
    private int? _running;

    /// <summary>A sale is put up: the house stands.</summary>
    public Task IsOpen => _isOpen.Task;

    public Task<FinalAccount> FirstSale => _firstSale.Task;

    /// <summary>The account after the last notice, once there is no board any more.</summary>
    public Task<FinalAccount> Last => _last.Task;

    /// <summary>The account as it stands.</summary>
    public FinalAccount Account => _book.Now();

    public void OnSale(int sale, Catalogue catalogue)
    {
        _book.Begin(sale, catalogue);
        _running = sale;
        next?.OnSale(sale, catalogue);
        _isOpen.TrySetResult();
    }

    public void OnResumed(SaleResumed resumed)
    {
        ArgumentNullException.ThrowIfNull(resumed);
        // A desk may have failed before it announced the end of its sale.
        if (resumed.Before is { } before && _running == before.Sale)
        {
            Read(before);
            GiveOut();
        }
        Read(resumed);
        next?.OnResumed(resumed);
        if (resumed.IsOver && _running == resumed.Sale) GiveOut();
        else if (resumed.IsOver) _firstSale.TrySetResult(_book.Now());
        else _running = resumed.Sale;
        _isOpen.TrySetResult();
    }

    public void OnNotice(Notice notice)
    {
        _book.Add(notice);
        next?.OnNotice(notice);
        if (notice is Notice.SaleEnded) GiveOut();
    }

    public void OnAccount(FinalAccount account) => next?.OnAccount(account);

    private void Read(SaleResumed sale)
    {
        _book.Begin(sale.Sale, sale.Catalogue);
        foreach (var notice in sale.Past) _book.Add(notice);
    }

    private void GiveOut()
    {
        _running = null;
        var account = _book.Now();
        next?.OnAccount(account);
        _firstSale.TrySetResult(account);
    }

    /// <summary>The board has ended with the house: no sale ends any more.</summary>
    public void Stopped()
    {
        _last.TrySetResult(_book.Now());
        _firstSale.TrySetCanceled();
    }
}
