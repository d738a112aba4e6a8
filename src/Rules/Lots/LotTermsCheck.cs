using AkkaAuction.Rules.Formats;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Rules.Lots;

/// <summary>Finds what is wrong with a lot's terms, for whoever reads them from a person: the first fault, and what would be right.</summary>
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
        if (LotTerms.LengthOf(title) is var length and (< 1 or > LotTerms.TitleMax)) return $"the title must be 1 to {LotTerms.TitleMax} characters long, not {length}";
        return title.Any(char.IsControl) ? "the title must be a single line without control characters" : null;
    }

    private static string? PriceFault(LotTerms terms)
    {
        if (terms.Units < 1) return $"units must be 1 or more, not {terms.Units}";
        if (terms.StartPriceMinor < 0) return $"the start price must be 0 or more, not {Text(terms, terms.StartPriceMinor)}";
        if (terms.CeilingMinor is < 1 or > Amount.MaxMinor)
            return $"the ceiling must be above 0 and at most {Text(terms, Amount.MaxMinor)}, not {Text(terms, terms.CeilingMinor)}";
        return terms.StartPriceMinor > terms.CeilingMinor
            ? $"the start price {Text(terms, terms.StartPriceMinor)} must not be above the ceiling {Text(terms, terms.CeilingMinor)}"
            : null;
    }

    private static string? FormFault(LotTerms terms) => terms.Format switch
    {
        Format.Rounds or Format.Room => null,
        _ when terms.Units != 1 => $"the form {terms.Format.Name} sells one unit, not {terms.Units}",
        Format.Proxy proxy => ReserveFault(terms, proxy.HiddenReserveMinor) ?? IncrementsFault(terms, proxy.Increments),
        _ => null,
    };

    private static string? ReserveFault(LotTerms terms, long? reserve)
    {
        if (reserve < terms.StartPriceMinor)
            return $"the reserve {Text(terms, reserve.Value)} must not be below the start price {Text(terms, terms.StartPriceMinor)}";
        return reserve > terms.CeilingMinor
            ? $"the reserve {Text(terms, reserve.Value)} must not be above the ceiling {Text(terms, terms.CeilingMinor)}"
            : null;
    }

    private static string? IncrementsFault(LotTerms terms, IncrementTable table)
    {
        if (table.Rows.IsDefaultOrEmpty) return "the increments need at least one row";
        var below = 0L;
        foreach (var row in table.Rows)
        {
            if (row.StepMinor is < 1 or > Amount.MaxMinor) return $"an increment must be above 0, not {Text(terms, row.StepMinor)}";
            if (row.BelowMinor <= below) return $"the bounds of the increments must rise: {Text(terms, row.BelowMinor)} comes after {Text(terms, below)}";
            below = row.BelowMinor;
        }
        return below == long.MaxValue ? null : "the last increment must be for every price above: its row has no bound";
    }

    private static string? TimeFault(LotTerms terms) => terms.Format switch
    {
        Format.Rounds when terms.OpenFor is not null => "a lot of the rounds has no time of its own: leave it out, the sale's rounds time it",
        Format.Rounds => null,
        Format.Room when terms.OpenFor is not null => "a lot of the room is open until it is sold: leave the time out, each bid starts the deadline",
        Format.Room room when room.Deadline <= TimeSpan.Zero || room.Deadline > LotTerms.OpenForMax =>
            $"the deadline of a bid must be above 0 and at most {LotTerms.OpenForMax.TotalDays:0} days, not {room.Deadline}",
        Format.Room => null,
        Format.FirstPrice or Format.SecondPrice when terms.OpenFor is null => null,
        _ when terms.OpenFor is null => $"the form {terms.Format.Name} needs the time the lot stays open",
        _ when terms.OpenFor <= TimeSpan.Zero || terms.OpenFor > LotTerms.OpenForMax =>
            $"the time a lot stays open must be above 0 and at most {LotTerms.OpenForMax.TotalDays:0} days, not {terms.OpenFor}",
        _ => null,
    };

    private static string Text(LotTerms terms, long minor) => Amount.Format(minor, terms.Currency.Digits);
}
