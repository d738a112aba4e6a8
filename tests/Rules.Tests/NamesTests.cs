using System.Text;

namespace AkkaAuction.Rules.Tests;

/// <summary>What names may look like at every door.</summary>
public sealed class NamesTests
{
    [Theory]
    [InlineData("a", true, true, true)]
    [InlineData("Ann-1_b", true, true, true)]
    [InlineData("ann.b", true, true, false)]
    [InlineData("", false, false, false)]
    [InlineData("ann b", false, false, false)]
    [InlineData("änn", false, false, false)]
    [InlineData("ann\n", false, false, false)]
    [InlineData("a,b", false, false, false)]
    public void Names_are_made_of_letters_digits_and_a_few_signs(string name, bool bidder, bool lot, bool bidId)
    {
        Assert.Equal((bidder, lot, bidId), (Names.IsBidder(name), Names.IsLot(name), Names.IsBidId(name)));
        var bytes = Encoding.UTF8.GetBytes(name);
        Assert.Equal((bidder, lot, bidId), (Names.IsBidder(bytes), Names.IsLot(bytes), Names.IsBidId(bytes)));
    }

    [Theory]
    [InlineData(32, true, true)]
    [InlineData(33, false, true)]
    [InlineData(64, false, true)]
    [InlineData(65, false, false)]
    public void Names_have_a_longest_length(int length, bool bidder, bool others)
    {
        var name = new string('x', length);
        Assert.Equal((bidder, others, others), (Names.IsBidder(name), Names.IsLot(name), Names.IsBidId(name)));
    }
}
