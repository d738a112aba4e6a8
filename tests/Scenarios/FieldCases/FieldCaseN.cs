using AkkaAuction.Messages;
using AkkaAuction.Rules;

namespace AkkaAuction.Scenarios.Tests.FieldCases;

/// <summary>Names that differ by capitals alone: a seller does not bid on its own lot under one.</summary>
public sealed class FieldCaseN
{
    [Theory]
    [InlineData("rounds", "")]
    [InlineData("proxy", "open-for = 1h")]
    [InlineData("first_price", "open-for = 1h")]
    [InlineData("second_price", "open-for = 1h")]
    public async Task A_seller_is_refused_however_its_name_is_written(string form, string more)
    {
        var lot = $"id = cup, form = {form}, start = \"1.00\", seller = sam, {more}";
        await using var auction = await TestAuction.Open($"lots = [ {{ {lot} }} ]");
        foreach (var name in new[] { "Sam", "SAM", "sam" })
            await (await auction.Enter(name)).IsRefused(RejectionCode.SellerMayNotBid, "cup", 5_00);
        await (await auction.Enter("sam2")).Bids("cup", 5_00);
    }
}
