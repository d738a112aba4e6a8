using System.Globalization;
using Akka.Actor;
using AkkaAuction.Auctioneer.Originals;
using AkkaAuction.Auctioneer.Tests.Simulation.Books;
using AkkaAuction.Messages.Originals;
using AkkaAuction.Rules.Money;

namespace AkkaAuction.Auctioneer.Tests.Simulation;

/// <summary>
/// A client of one of the original houses: it says a message at a time, often the same twice, sometimes nonsense, sometimes before its
/// turn, and goes when it likes. When its connection is gone it comes again as somebody else, for the originals know no names.
/// </summary>
internal abstract class SimulatedTextClient(Promises promises, Random chance)
{
    private Link? _link;

    protected Promises Promises => promises;

    protected Random Chance => chance;

    public bool IsConnected => _link is not null;

    protected string? LastSaid => _link?.LastSaid;

    /// <summary>Something that this client may do now.</summary>
    public void Act(IActorRef desk)
    {
        if (_link is null)
        {
            _link = new Link(this);
            desk.Tell(new OpenTextSession(_link), ActorRefs.NoSender);
            return;
        }
        switch (chance.Next(20))
        {
            case 0: Drop(TextMessage.Gone.Instance); break;
            case 1: _link.End(); break;
            case 2: _link.Say(chance.Next(2) == 0 ? "" : "what do I hear"); break;
            default:
                if (Next() is { } message)
                {
                    _link.Say(message);
                    if (chance.Next(4) == 0) _link.Say(message);
                }
                break;
        }
    }

    /// <summary>Says something without being asked to.</summary>
    protected void Say(string? message)
    {
        if (message is not null) _link?.Say(message);
    }

    /// <summary>The connection is gone.</summary>
    /// <param name="last">What the house hears of it; null: nothing, for it is gone too.</param>
    public void Drop(TextMessage? last)
    {
        if (_link is null) return;
        _link.IsDead = true;
        if (last is not null) _link.Session?.Tell(last, ActorRefs.NoSender);
        _link = null;
    }

    /// <summary>What it would say next; null: nothing.</summary>
    protected abstract string? Next();

    protected abstract void Attached(string session);

    protected abstract void Hears(string line);

    private sealed class Link(SimulatedTextClient client) : ITextLink
    {
        private readonly Queue<string> _toSay = [];
        private bool _isAsking;
        private bool _isEnded;

        public IActorRef? Session { get; private set; }

        public bool IsDead { get; set; }

        public string? LastSaid { get; private set; }

        public string Peer => "192.0.2.1:1";

        public void Say(string text)
        {
            if (_toSay.Count < 5 && !_isEnded) _toSay.Enqueue(text);
            GoOn();
        }

        public void End()
        {
            _isEnded = true;
            GoOn();
        }

        public void Attach(IActorRef session)
        {
            Session = session;
            if (IsDead) session.Tell(TextMessage.Gone.Instance, ActorRefs.NoSender);
            else client.Attached(session.Path.Name);
            GoOn();
        }

        public void Write(string line)
        {
            if (IsDead) return;
            foreach (var text in line.Split('\n')) client.Hears(text);
        }

        public void Flush() { }

        void ITextLink.Next()
        {
            _isAsking = false;
            GoOn();
        }

        public void Close()
        {
            IsDead = true;
            if (client._link == this) client._link = null;
        }

        // As the door does: a message when the one before is answered, the end behind the last of them.
        private void GoOn()
        {
            if (IsDead || Session is null || _isAsking) return;
            if (_toSay.TryDequeue(out var text))
            {
                (_isAsking, LastSaid) = (true, text);
                Session.Tell(new TextMessage.Said(text), ActorRefs.NoSender);
            }
            else if (_isEnded)
            {
                _isAsking = true;
                Session.Tell(TextMessage.InputEnded.Instance, ActorRefs.NoSender);
            }
        }
    }
}

/// <inheritdoc/>
internal sealed class SimulatedRoomClient(Promises promises, Random chance) : SimulatedTextClient(promises, chance)
{
    private RoomEar? _ear;

    protected override string? Next()
    {
        if (Promises.InRoom.Count == 0) return null;
        var lot = Promises.InRoom[Chance.Next(Promises.InRoom.Count)];
        return RoomWords.Bid(lot.Terms.Title, RoomWords.Amount(lot.PriceMinor + (Chance.Next(-1, 6) * 50), lot.Terms.Currency.Digits));
    }

    protected override void Attached(string session) => _ear = new RoomEar(Promises, session["session-".Length..]);

    protected override void Hears(string line) => _ear!.Hears(line, LastSaid);
}

/// <inheritdoc/>
internal sealed class SimulatedSealedClient(Promises promises, Random chance) : SimulatedTextClient(promises, chance)
{
    private SealedEar? _ear;
    private string _role = "";

    protected override string? Next() => _role switch
    {
        SealedWords.RoleSeller =>
            string.Create(CultureInfo.InvariantCulture, $"{Chance.Next(1, 3)} {Chance.Next(0, 4) * 5} {Chance.Next(1, 4)} Thing"),
        SealedWords.RoleBuyer => (Chance.Next(0, 5) * 5).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    protected override void Attached(string session)
    {
        _role = "";
        _ear = new SealedEar(Promises, long.Parse(session["session-".Length..], CultureInfo.InvariantCulture), Currency.Default.Digits);
    }

    protected override void Hears(string line)
    {
        if (line is SealedWords.RoleSeller or SealedWords.RoleBuyer) _role = line;
        _ear!.Hears(line);
        // Some answer in the same instant: so all Buyers may bid at once.
        if (line is SealedWords.SubmitRequest or SealedWords.BiddingStart && Chance.Next(2) == 0) Say(Next());
    }
}
