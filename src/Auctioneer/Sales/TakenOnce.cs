namespace AkkaAuction.Auctioneer.Sales;

/// <summary>
/// Something for whoever comes first: what a journal held when the house began is good for the actor that begins with it, and no more for the one that takes its place
/// after a failure.
/// </summary>
internal sealed class TakenOnce<T>(T what) where T : class
{
    private T? _what = what;

    /// <returns>Null: it was taken.</returns>
    public T? Take() => Interlocked.Exchange(ref _what, null);
}
