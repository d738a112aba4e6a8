namespace AkkaAuction.Architecture.Tests;

/// <summary>Locks, volatile fields and their kin stand where threads that are no actors meet.</summary>
public sealed class SharedStateTests
{
    [Fact]
    public void No_file_shares_state_but_those_that_are_named_each_as_often_as_it_says()
    {
        var wrong = SharedState.Faults(SourceTree.OfThisRepository, SharedState.Named).ToArray();
        Assert.True(wrong is [], string.Join('\n', wrong));
    }

    [Fact]
    public void A_lock_a_field_and_a_call_are_found_and_prose_is_not()
    {
        var tree = SourceTree.Of(
            ("src/Auctioneer/Sales/A.cs", "// a lock (this)\nprivate volatile bool _isOver;\nlock (_gate) Volatile.Read(ref _x);"),
            ("src/Auctioneer/Doors/B.cs", "Interlocked.Increment(ref _x);"),
            ("src/Lab/C.cs", "var text = \"Interlocked\"; blockade(x);"));
        var wrong = Assert.Single(SharedState.Faults(tree, Of("src/Auctioneer/Sales/A.cs", 2)));
        Assert.Equal(
            """
            src/Auctioneer/Sales/A.cs shares state in 3 places and is named with 2:
            src/Auctioneer/Sales/A.cs:2 volatile
            src/Auctioneer/Sales/A.cs:3 lock (
            src/Auctioneer/Sales/A.cs:3 Volatile
            """,
            wrong);
        Assert.Empty(SharedState.Faults(tree, Of("src/Auctioneer/Sales/A.cs", 3)));
    }

    [Fact]
    public void A_number_that_is_too_high_is_found() =>
        Assert.Single(SharedState.Faults(SourceTree.Of(("src/A/B.cs", "")), Of("src/A/B.cs", 1)));

    private static Dictionary<string, (int, string)> Of(string file, int places) => new() { [file] = (places, "a reason") };
}
