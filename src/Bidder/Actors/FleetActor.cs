using System.Globalization;
using Akka.Actor;
using AkkaAuction.Bidder.Accounts;
using AkkaAuction.Bidder.Originals;
using AkkaAuction.Bidder.Screens;
using AkkaAuction.Bidder.Strategies;
using AkkaAuction.Bidder.Tcp;
using AkkaAuction.Rules;

namespace AkkaAuction.Bidder.Actors;

/// <summary>
/// Starts the bots and gathers their accounts. The fleet does not restart a failed bot, because its state is lost; the others go on, and
/// their account names it. Where all have failed the fleet fails. A bot whose name is in use is started again under
/// the next free number, where nobody chose the names. The fleet stops after its last bot.
/// </summary>
internal sealed class FleetActor : ReceiveActor
{
    public sealed record StopAll;

    private readonly BotFleetSettings _settings;
    private readonly IBidderStrategy _strategy;
    private readonly TaskCompletionSource<FleetAccount> _completed;
    private readonly Dictionary<int, BotReport.Finished> _finished = [];
    private readonly Dictionary<int, Failure> _failed = [];
    private readonly Dictionary<IActorRef, Member> _running = [];
    private int _lastNumber;
    private bool _isStopping;

    public FleetActor(BotFleetSettings settings, IBidderStrategy strategy, TaskCompletionSource<FleetAccount> completed)
    {
        _settings = settings;
        _strategy = strategy;
        _completed = completed;

        Receive<BotReport.Finished>(OnFinished);
        Receive<BotReport.Failed>(OnFailed);
        Receive<StopAll>(_ =>
        {
            _isStopping = true;
            foreach (var bot in _running.Keys) bot.Tell(new BotActor.Stop());
        });
        Receive<Terminated>(OnTerminated);
    }

    /// <param name="Place">Where it stands in the account, from 0.</param>
    /// <param name="Name">Its name at the house.</param>
    private sealed record Member(int Place, string Name);

    private sealed record Failure(string Why, RejectionCode Code, BidderAccount? Account);

    public static Props Props(BotFleetSettings settings, IBidderStrategy strategy, TaskCompletionSource<FleetAccount> completed) =>
        Akka.Actor.Props.Create(() => new FleetActor(settings, strategy, completed));

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart()
    {
        for (var place = 0; place < _settings.Count; place++) StartNext(place);
        CompleteWhenAllHaveFinished();
    }

    protected override void PostStop() =>
        _completed.TrySetException(new FleetFailedException("the bots were stopped before they were done"));

    private void StartNext(int place)
    {
        var name = $"{_settings.NamePrefix}-{++_lastNumber}";
        var bot = new BotSettings(
            name, _settings.BudgetMinor, _strategy, new SeededChance(_settings.Seed, name), _settings.Think, _settings.Link,
            _settings.Hooks,
            _settings.Time)
        {
            Sale = _settings.Sale,
        };
        _running.Add(Context.Watch(Context.ActorOf(BotActor.Props(bot, ConnectorFor(name)))), new Member(place, name));
    }

    private IFloorConnector ConnectorFor(string name) => _settings.Node is { } node
        ? node.ConnectorFor(name)
        : _settings.Door == HouseDoor.Room
        ? new RoomConnector(_settings.Host, _settings.Port, name, _settings.Time)
        : new FloorConnector(_settings.Host, _settings.Port, name);

    private void OnFinished(BotReport.Finished finished)
    {
        _finished[_running[Sender].Place] = finished;
        CompleteWhenAllHaveFinished();
    }

    private void OnFailed(BotReport.Failed failed)
    {
        var place = _running[Sender].Place;
        if (_finished.ContainsKey(place)) return;
        if (failed.Code != RejectionCode.NameInUse || failed.Account is not null || !_settings.TakesFreeNames || _isStopping)
        {
            Fail(failed.Name, place, new Failure(Why(failed), failed.Code, failed.Account));
            return;
        }
        Context.Unwatch(Sender);
        _running.Remove(Sender);
        // The same words for each, so that a thousand bots are not a thousand lines.
        _settings.Hooks.OnTrouble?.Invoke(failed.Name, $"{Why(failed)}; goes on under the next free number");
        StartNext(place);
    }

    // One that took a free number stands where its number does.
    private int NumberOf(string name) => int.Parse(name.AsSpan(_settings.NamePrefix.Length + 1), CultureInfo.InvariantCulture);

    // What a person could do about it, a bot cannot.
    private static string Why(BotReport.Failed failed) => $"refused ({(int)failed.Code}): {RefusalText.Fault(failed.Code, failed.Reason)}";

    private void CompleteWhenAllHaveFinished()
    {
        if (_finished.Count + _failed.Count < _settings.Count) return;
        var failures = _failed.OrderBy(failed => failed.Key).Select(failed => failed.Value).ToList();
        var accounts = Enumerable.Range(0, _settings.Count)
            .Select(place => _finished.TryGetValue(place, out var finished) ? finished.Account : _failed[place].Account)
            .OfType<BidderAccount>().OrderBy(account => NumberOf(account.Name)).ToList();
        if (accounts.Count == 0 && failures.Count > 0)
            _completed.TrySetException(new FleetFailedException(failures[0].Why) { Code = failures[0].Code });
        _completed.TrySetResult(new FleetAccount(
            [.. accounts], failures.Count == 0 && _finished.Values.All(report => report.SaleEnded))
        {
            Failures = [.. failures.Select(failed => failed.Why)],
        });
    }

    private void OnTerminated(Terminated terminated)
    {
        _running.Remove(terminated.ActorRef, out var member);
        if (!_finished.ContainsKey(member!.Place) && !_failed.ContainsKey(member.Place))
            Fail(member.Name, member.Place, new Failure("stopped without an account", RejectionCode.None, null));
        if (_running.Count == 0) Context.Stop(Self);
    }

    private void Fail(string name, int place, Failure failure)
    {
        _failed.Add(place, failure with { Why = $"{name}: {failure.Why}" });
        if (_settings.Count > 1) _settings.Hooks.OnTrouble?.Invoke(name, failure.Why);
        CompleteWhenAllHaveFinished();
    }
}
