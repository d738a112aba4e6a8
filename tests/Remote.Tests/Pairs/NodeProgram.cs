using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote;

namespace AkkaAuction.Remote.Tests.Pairs;

/// <summary>
/// A node with a few actors that anybody may talk to, led by lines on standard input: <c>VERB [PATH [REST]]</c>. What it is told and what happens to
/// its associations it says on standard output.
/// </summary>
internal static class NodeProgram
{
    /// <summary>Runs until it is told to end, or its standard input does.</summary>
    public static async Task RunAsync(string name, string config)
    {
        var system = ActorSystem.Create(name, ConfigurationFactory.ParseString(config));
        system.ActorOf(Props.Create(() => new Family()), "family");
        system.ActorOf(Props.Create(() => new Counting()), "counter");
        system.ActorOf(Props.Create(() => new Thrower()), "thrower");
        system.ActorOf(Props.Create(() => new Echo()), "echo");
        var ear = system.ActorOf(Props.Create(() => new Ear()), "ear");
        system.EventStream.Subscribe(ear, typeof(RemotingLifecycleEvent));
        Say($"listening {((ExtendedActorSystem)system).Provider.DefaultAddress} {AddressUidExtension.Uid(system)}");
        while (await Console.In.ReadLineAsync() is { } line && line != "end") ear.Tell(new Command(line.Split(' ', 3)));
        await system.Terminate();
    }

    private static void Say(string what) => Console.Out.WriteLine(what);

    private sealed record Command(string[] Words);

    /// <summary>Does what the lines say, and says what it is told.</summary>
    private sealed class Ear : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case Command { Words: var words }:
                    Do(words[0], words.ElementAtOrDefault(1) ?? "", words.ElementAtOrDefault(2) ?? "");
                    break;
                case Terminated end:
                    Say($"terminated {Named(end.ActorRef)} {end.ExistenceConfirmed} {end.AddressTerminated}");
                    break;
                case ActorIdentity identity:
                    Say($"identity {identity.MessageId} {(identity.Subject is { } subject ? Named(subject) : "none")}");
                    break;
                case QuarantinedEvent gone:
                    Say($"QuarantinedEvent {gone.Address} {gone.Uid}");
                    break;
                case ThisActorSystemQuarantinedEvent gone:
                    Say($"ThisActorSystemQuarantinedEvent {gone.RemoteAddress}");
                    break;
                case AssociationEvent happened:
                    Say($"{happened.GetType().Name} {happened.RemoteAddress}");
                    break;
                case RemotingLifecycleEvent:
                    break;
                case Status.Failure failure:
                    Say($"heard Failure {failure.Cause.GetType().FullName}: {failure.Cause.Message}");
                    break;
                case Status.Success success:
                    Say($"heard Success {success.Status}");
                    break;
                case byte[] bytes:
                    Say($"heard Byte[] {Convert.ToHexString(bytes)}");
                    break;
                case string { Length: > 1000 } text:
                    Say($"heard String of {text.Length}");
                    break;
                case IActorRef actor:
                    Say($"heard reference {Named(actor)}");
                    break;
                default:
                    Say($"heard {message.GetType().Name} {message} from {(Sender.IsNobody() ? "nobody" : Named(Sender))}");
                    break;
            }
        }

        private static string Named(IActorRef actor) => actor.Path.ToSerializationFormat();

        private static IActorRef At(string path) => ((ExtendedActorSystem)Context.System).Provider.ResolveActorRef(path);

        private void Do(string verb, string path, string rest)
        {
            switch (verb)
            {
                case "make":
                    Say($"made {Context.System.ActorOf(Props.Create(() => new Echo()), path).Path.ToSerializationFormatWithAddress(
                        ((ExtendedActorSystem)Context.System).Provider.DefaultAddress)}");
                    break;
                case "stop":
                    Context.System.Stop(At(path));
                    break;
                case "watch":
                    Context.Watch(At(path));
                    break;
                case "unwatch":
                    Context.Unwatch(At(path));
                    break;
                case "tell":
                    At(path).Tell(rest);
                    break;
                case "select":
                    Context.ActorSelection(path).Tell(rest);
                    break;
                case "identify":
                    Context.ActorSelection(path).Tell(new Identify(rest));
                    break;
                case "number":
                    At(path).Tell(int.Parse(rest, CultureInfo.InvariantCulture));
                    At(path).Tell(long.Parse(rest, CultureInfo.InvariantCulture) << 32);
                    break;
                case "bytes":
                    At(path).Tell(Convert.FromHexString(rest));
                    break;
                case "reference":
                    At(path).Tell(Self);
                    break;
                case "failure":
                    At(path).Tell(new Status.Failure(new InvalidOperationException(rest)));
                    break;
                case "success":
                    At(path).Tell(new Status.Success(rest));
                    break;
                case "poison":
                    At(path).Tell(PoisonPill.Instance);
                    break;
                case "kill":
                    At(path).Tell(Kill.Instance);
                    break;
                case "big":
                    At(path).Tell(new string('b', int.Parse(rest, CultureInfo.InvariantCulture)));
                    break;
                case "count":
                    var to = At(path);
                    for (int i = 0, most = int.Parse(rest, CultureInfo.InvariantCulture); i < most; i++) to.Tell(i);
                    break;
                case "quarantine":
                    ((IRemoteActorRefProvider)((ExtendedActorSystem)Context.System).Provider)
                        .Quarantine(Address.Parse(path), int.Parse(rest, CultureInfo.InvariantCulture));
                    break;
                default:
                    Say($"? {verb}");
                    break;
            }
        }
    }

    /// <summary>Answers everything with the same.</summary>
    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    /// <summary>Fails at everything, and tells whoever asked.</summary>
    private sealed class Thrower : ReceiveActor
    {
        public Thrower() => ReceiveAny(message => Sender.Tell(new Status.Failure(new ArgumentException($"cannot {message}"))));
    }

    /// <summary>Three children, to be found by patterns.</summary>
    private sealed class Family : UntypedActor
    {
        public Family()
        {
            foreach (var name in (string[])["anna", "anton", "ben"]) Context.ActorOf(Props.Create(() => new Echo()), name);
        }

        protected override void OnReceive(object message) => Unhandled(message);
    }
}
