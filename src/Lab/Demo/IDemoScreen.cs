using AkkaAuction.Auctioneer.Accounts;
using AkkaAuction.Bidder.Actors;
using AkkaAuction.Messages;
using AkkaAuction.Rules.Sales;

namespace AkkaAuction.Lab.Demo;

/// <summary>Shows a demo. One thread calls it, in the order of events.</summary>
public interface IDemoScreen
{
    /// <summary>How fast bots act, so that a person can follow.</summary>
    ThinkTime Pace { get; }

    /// <summary>The house is open and the bidders are on their way.</summary>
    void Opened(string door, DemoSettings settings, Catalogue catalogue);

    /// <summary>The house announced a notice.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="book">The sale's account after the notice.</param>
    void Announced(Notice notice, AccountBook book);

    /// <summary>Bidders have bid or passed since the round opened.</summary>
    void Acted(int bidders);

    /// <summary>The sale is over, or was stopped.</summary>
    void Ended(DemoAccount account);
}

/// <summary>Events as lines, as they happen.</summary>
/// <param name="to">The output; flushed after each line.</param>
/// <param name="pace">How fast bots act: at once, unless a person reads along.</param>
public sealed class PlainDemoScreen(TextWriter to, ThinkTime pace = default) : IDemoScreen
{
    public ThinkTime Pace => pace;

    public void Opened(string door, DemoSettings settings, Catalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(settings);
        to.WriteLine($"The house is open at {door}; {EventLines.Plural(settings.Bots, "bidder")} on the way.");
        foreach (var line in EventLines.Of(catalogue)) to.WriteLine(line);
        to.Flush();
    }

    public void Announced(Notice notice, AccountBook book)
    {
        if (EventLines.Of(notice, book) is not { } line) return;
        to.WriteLine(line);
        to.Flush();
    }

    public void Acted(int bidders) { }

    public void Ended(DemoAccount account)
    {
        to.WriteLine();
        foreach (var line in EventLines.Account(account)) to.WriteLine(line);
        to.Flush();
    }
}

/// <summary>The final account alone, as a document.</summary>
public sealed class JsonScreen(TextWriter to) : IDemoScreen
{
    public ThinkTime Pace => ThinkTime.None;

    public void Opened(string door, DemoSettings settings, Catalogue catalogue) { }

    public void Announced(Notice notice, AccountBook book) { }

    public void Acted(int bidders) { }

    public void Ended(DemoAccount account)
    {
        DemoAccountJson.Write(account, to);
        to.Flush();
    }
}
