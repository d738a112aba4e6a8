using System.CommandLine;
using System.Text;
using AkkaAuction.Messages.Floor;

namespace AkkaAuction.Bidder.Commands;

/// <summary>The option <c>--sale</c>: which of a house's sales to take part in.</summary>
internal static class SaleOption
{
    public static Option<string?> Build()
    {
        var sale = new Option<string?>("--sale") { Description = "The sale to join, by its id; without it the first open one." };
        sale.Validators.Add(result =>
        {
            if (result.Tokens is [var only] && !FloorLimits.IsSaleId(Encoding.UTF8.GetBytes(only.Value)))
                result.AddError($"--sale: '{only.Value}' is no sale's id; write 1 to 64 of A-Z a-z 0-9 - _ .");
        });
        return sale;
    }
}
