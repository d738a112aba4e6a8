namespace AkkaAuction.Architecture.Tests;

/// <summary>Locks, volatile fields and their kin stand where threads that are no actors meet.</summary>
public sealed class SharedStateTests
{
    [Fact]
    public void No_folder_shares_state_in_more_places_than_it_may()
    {
        var wrong = SharedState.TooMany(SourceTree.OfThisRepository, SharedState.Allowed).ToArray();
        Assert.True(wrong is [], string.Join('\n', wrong));
    }

    [Fact]
    public void A_lock_a_field_and_a_call_are_found_and_prose_is_not()
    {
        var tree = SourceTree.Of(
            ("src/Auctioneer/Sales/A.cs", "// a lock (this)\nprivate volatile bool _isOver;\nlock (_gate) Volatile.Read(ref _x);"),
            ("src/Auctioneer/Doors/B.cs", "Interlocked.Increment(ref _x);"),
            ("src/Lab/C.cs", "var text = \"Interlocked\"; blockade(x);"));
        var wrong = Assert.Single(SharedState.TooMany(tree, new Dictionary<string, int> { ["src/Auctioneer/Sales/"] = 2 }));
        Assert.Equal(
            """
            src/Auctioneer/Sales/ shares state in 3 places and may in 2:
            src/Auctioneer/Sales/A.cs:2 volatile
            src/Auctioneer/Sales/A.cs:3 lock (
            src/Auctioneer/Sales/A.cs:3 Volatile
            """,
            wrong);
        Assert.Empty(SharedState.TooMany(tree, new Dictionary<string, int> { ["src/Auctioneer/Sales/"] = 3 }));
    }
}
