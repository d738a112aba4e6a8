using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Lots;

/// <summary>
/// Finds what is wrong with a lot's terms, for whoever reads them from a person: the first fault, and what would be right.
/// </summary>
internal static class LotTermsCheck
{
    public static string? Fault(LotTerms terms)
    {
        if (!Names.IsLot(terms.Id)) return $"the lot's id '{terms.Id}' must be 1 to {Names.LotMax} letters, digits, '-', '_' or '.'";
        if (TitleFault(terms.Title) is { } title) return title;
        if (terms.Seller is { } seller && !Names.IsBidder(seller))
            return $"the seller '{seller}' must be 1 to {Names.BidderMax} letters, digits, '-', '_' or '.'";
        if (terms.Currency.Digits is < 0 or > 9) return $"the currency's digits must be 0 to 9, not {terms.Currency.Digits}";
        return PriceFault(terms) ?? FormFault(terms) ?? TimeFault(terms);
    }

    private static string? TitleFault(string title)
    {
        if (LotTerms.LengthOf(title) is var length and (< 1 or > LotTerms.TitleMax))
            return $"the title must be 1 to {LotTerms.TitleMax} characters long, not {length}";
        return title.Any(char.IsControl) ? "the title must be a single line without control characters" : null;
    }

    private static string? PriceFault(LotTerms terms)
    {
        if (terms.Units < 1) return $"units must be 1 or more, not {terms.Units}";
        if (terms.StartPriceMinor < 0) return $"the start price must be 0 or more, not {terms.Text(terms.StartPriceMinor)}";
        if (terms.CeilingMinor is < 1 or > Amount.MaxMinor)
            return $"the ceiling must be above 0 and at most {terms.Text(Amount.MaxMinor)}, not {terms.Text(terms.CeilingMinor)}";
        return terms.StartPriceMinor > terms.CeilingMinor
            ? $"the start price {terms.Text(terms.StartPriceMinor)} must not be above the ceiling {terms.Text(terms.CeilingMinor)}"
            : null;
    }

    private static string? FormFault(LotTerms terms) =>
        terms.Units != 1 && !terms.Form.Module.SellsSeveral
            ? $"the form {terms.Form.Name} sells one unit, not {terms.Units}"
            : terms.Form.Fault(terms);

    private static string? TimeFault(LotTerms terms)
    {
        var form = terms.Form.Module;
        if (form.EndsBy is { } end)
            return terms.OpenFor is null ? null : $"a lot of the form {form.Name} has no time of its own, leave the time out: {end}";
        if (terms.OpenFor is not { } open) return form.MayEndByHammer ? null : $"the form {form.Name} needs the time the lot stays open";
        return open > TimeSpan.Zero && open <= LotTerms.OpenForMax
            ? null
            : $"the time a lot stays open must be above 0 and at most {LotTerms.OpenForMax.TotalDays:0} days, not {open}";
    }
}
