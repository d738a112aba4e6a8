using System.Collections;
using System.Reflection;
using Akka.Actor;
using Akka.Remote;
using DotNetty.Transport.Channels;

namespace AkkaAuction.Auctioneer.Doors.Remote;

/// <summary>
/// The port that Akka's transport listens on. Akka accepts whatever comes until no descriptor is left, and then tries again at once; the
/// house makes it pause while descriptors are short. Nothing public leads to the port, so it is found by the names of private members: a
/// version of Akka that has others fails every test of the remote door.
/// </summary>
internal static class RemotePort
{
    /// <summary>From now on the port accepts nothing while descriptors are short.</summary>
    /// <param name="system">A system whose remote door is open.</param>
    /// <param name="descriptors">The process's descriptors.</param>
    public static void PauseWhenShort(ActorSystem system, Descriptors descriptors)
    {
        var provider = (RemoteActorRefProvider)((ExtendedActorSystem)system).Provider;
        var transports = (IEnumerable)Member(Member(provider.Transport, "_transportMapping"), "Values");
        foreach (var transport in transports.Cast<IEnumerable>().SelectMany(of => of.Cast<object>()))
        {
            var port = (IChannel)Member(Member(Member(transport, "ProtocolTransport"), "WrappedTransport"), "ServerChannel");
            port.Pipeline.AddFirst(new Pausing(descriptors));
        }
    }

    private static object Member(object owner, string name)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var type = owner.GetType();
        return type.GetField(name, Any)?.GetValue(owner) ?? type.GetProperty(name, Any)?.GetValue(owner)
            ?? throw new InvalidOperationException($"{type} has no {name}: the house does not know this version of Akka.");
    }

    /// <summary>Sees each connection that the port accepts, and each accept that fails, on the channel's own thread.</summary>
    private sealed class Pausing(Descriptors descriptors) : ChannelHandlerAdapter
    {
        public override void ChannelRead(IChannelHandlerContext context, object message)
        {
            context.FireChannelRead(message);
            PauseIfShort(context.Channel);
        }

        public override void ChannelReadComplete(IChannelHandlerContext context)
        {
            context.FireChannelReadComplete();
            PauseIfShort(context.Channel);
        }

        private void PauseIfShort(IChannel port)
        {
            if (!port.Configuration.AutoRead || !descriptors.AreShort) return;
            port.Configuration.AutoRead = false;
            _ = ResumeAsync(port);
        }

        private async Task ResumeAsync(IChannel port)
        {
            do await descriptors.PauseAsync(CancellationToken.None).ConfigureAwait(false);
            while (port.Open && descriptors.AreShort);
            if (port.Open) port.Configuration.AutoRead = true;
        }
    }
}
