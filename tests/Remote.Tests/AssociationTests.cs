using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace AkkaAuction.Remote.Tests;

/// <summary>Nodes meet, lose each other, come back, and are given up.</summary>
public sealed class AssociationTests : Nodes
{
    [Fact]
    public async Task Both_nodes_are_told_when_they_meet()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var (outgoing, incoming) = (Events<AssociatedEvent>(alpha), Events<AssociatedEvent>(beta));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        await Find(alpha, beta, "/user/echo");

        var outbound = await Next<AssociatedEvent>(outgoing);
        Assert.Equal((AddressOf(alpha), AddressOf(beta), false), (outbound.LocalAddress, outbound.RemoteAddress, outbound.IsInbound));
        var inbound = await Next<AssociatedEvent>(incoming);
        Assert.Equal((AddressOf(beta), AddressOf(alpha), true), (inbound.LocalAddress, inbound.RemoteAddress, inbound.IsInbound));
    }

    [Fact]
    public async Task The_other_node_is_told_when_a_node_goes_down()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        await Find(alpha, beta, "/user/echo");
        var events = Events<DisassociatedEvent>(alpha);
        await beta.Terminate();
        Assert.Equal(AddressOf(beta), (await Next<DisassociatedEvent>(events)).RemoteAddress);
    }

    [Fact]
    public async Task What_was_told_before_a_node_goes_down_still_arrives()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var (_, inbox) = Ear(beta, "ear");
        var ear = await Find(alpha, beta, "/user/ear");
        for (var i = 0; i < 5_000; i++) ear.Tell(i);
        await alpha.Terminate();
        for (var i = 0; i < 5_000; i++) Assert.Equal(i, await Next<int>(inbox));
    }

    [OwnSupplierFact("There a dead letter to another node names the dead letters as its recipient.")]
    public async Task Messages_to_where_nobody_is_become_dead_letters_with_their_recipient()
    {
        var alpha = Node("alpha");
        var port = FreePort();
        var (letters, errors) = (Events<DeadLetter>(alpha), Events<AssociationErrorEvent>(alpha));
        var (ear, _) = Ear(alpha, "sender");
        alpha.ActorSelection($"akka.tcp://beta@127.0.0.1:{port}/user/echo").Tell("lost", ear);
        var letter = await Next<DeadLetter>(letters);
        Assert.Equal($"akka.tcp://beta@127.0.0.1:{port}", letter.Recipient.Path.Address.ToString());
        Assert.Equal(port, (await Next<AssociationErrorEvent>(errors)).RemoteAddress.Port);
    }

    [Fact]
    public async Task While_an_address_is_gated_messages_to_it_become_dead_letters_at_once()
    {
        var alpha = Node("alpha", "akka.remote.retry-gate-closed-for = 1h");
        var port = FreePort();
        var letters = Events<DeadLetter>(alpha);
        var there = alpha.ActorSelection($"akka.tcp://beta@127.0.0.1:{port}/user/echo");
        there.Tell("first");
        await Next<DeadLetter>(letters);

        // Now somebody is there, but nobody looks.
        Node("beta", port: port).ActorOf(Props.Create(() => new Echo()), "echo");
        there.Tell("second");
        await Next<DeadLetter>(letters);
    }

    [Fact]
    public async Task A_connection_from_a_gated_address_ends_the_wait()
    {
        var alpha = Node("alpha", "akka.remote.retry-gate-closed-for = 1h");
        var (_, inbox) = Ear(alpha, "ear");
        var port = FreePort();
        var letters = Events<DeadLetter>(alpha);
        alpha.ActorSelection($"akka.tcp://beta@127.0.0.1:{port}/user/echo").Tell("too early");
        await Next<DeadLetter>(letters);

        var beta = Node("beta", port: port);
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        At(beta, alpha, "/user/ear").Tell("here I am");
        Assert.Equal("here I am", await Next<string>(inbox));
        Assert.Equal("at last", await At(alpha, beta, "/user/echo").Ask<string>("at last", Patience));
    }

    [Fact]
    public async Task When_the_gate_is_open_again_messages_pass()
    {
        var alpha = Node("alpha", Moved);
        var port = FreePort();
        var letters = Events<DeadLetter>(alpha);
        var there = alpha.ActorSelection($"akka.tcp://beta@127.0.0.1:{port}/user/ear");
        there.Tell("too early");
        await Next<DeadLetter>(letters);
        var (_, inbox) = Ear(Node("beta", port: port), "ear");
        PassGate(alpha);
        there.Tell("now?");
        Assert.Equal("now?", await Next<string>(inbox));
    }

    [Fact]
    public async Task A_broken_connection_is_opened_again()
    {
        var alpha = Node("alpha", Moved);
        var (beta, wire) = NodeBehindWire("beta");
        var (_, inbox) = Ear(beta, "ear");
        var ear = await Find(alpha, beta, "/user/ear");
        for (var round = 0; round < 3; round++)
        {
            var broken = Events<DisassociatedEvent>(alpha);
            wire.Cut();
            await Next<DisassociatedEvent>(broken);
            PassGate(alpha);
            ear.Tell($"round {round}");
            Assert.Equal($"round {round}", await Next<string>(inbox));
        }
    }

    [OwnSupplierFact("There an incarnation that was quarantined by hand is heard until it connects anew, and told so then.")]
    public async Task A_quarantined_incarnation_is_neither_heard_nor_spoken_to_and_is_told_so()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta", Moved));
        var (_, ofAlpha) = Ear(alpha, "ear");
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var echo = await Find(alpha, beta, "/user/echo");
        var (quarantined, told, letters) = (Events<QuarantinedEvent>(alpha), Events<ThisActorSystemQuarantinedEvent>(beta), Events<DeadLetter>(alpha));
        var uid = AddressUidExtension.Uid(beta);
        ((IRemoteActorRefProvider)((ExtendedActorSystem)alpha).Provider).Quarantine(AddressOf(beta), uid);

        Assert.Equal((AddressOf(beta), uid), await Next<QuarantinedEvent>(quarantined) is var gone ? (gone.Address, gone.Uid) : default);
        Assert.Equal(AddressOf(alpha), (await Next<ThisActorSystemQuarantinedEvent>(told)).RemoteAddress);
        echo.Tell("unheard");
        Assert.Equal("unheard", (await Next<DeadLetter>(letters)).Message);

        // Refused once more when it comes by itself.
        PassGate(beta);
        At(beta, alpha, "/user/ear").Tell("let me in");
        Assert.Equal(AddressOf(alpha), (await Next<ThisActorSystemQuarantinedEvent>(told)).RemoteAddress);
        Assert.False(ofAlpha.TryRead(out _));
    }

    [Fact]
    public async Task The_next_incarnation_of_a_quarantined_node_is_welcome()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var (_, inbox) = Ear(alpha, "ear");
        var port = AddressOf(beta).Port!.Value;
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        await Find(alpha, beta, "/user/echo");
        var quarantined = Events<QuarantinedEvent>(alpha);
        ((IRemoteActorRefProvider)((ExtendedActorSystem)alpha).Provider).Quarantine(AddressOf(beta), AddressUidExtension.Uid(beta));
        await Next<QuarantinedEvent>(quarantined);
        await beta.Terminate();

        var again = Node("beta", port: port);
        At(again, alpha, "/user/ear").Tell("born again");
        Assert.Equal("born again", await Next<string>(inbox));
    }

    [Fact]
    public async Task Quarantining_an_incarnation_that_is_not_there_any_more_changes_nothing()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var echo = await Find(alpha, beta, "/user/echo");
        ((IRemoteActorRefProvider)((ExtendedActorSystem)alpha).Provider).Quarantine(AddressOf(beta), AddressUidExtension.Uid(beta) - 1);
        Assert.Equal("still here", await echo.Ask<string>("still here", Patience));
    }

    [Fact]
    public void A_port_that_is_taken_keeps_the_system_from_starting()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.ExclusiveAddressUse = true;
        taken.Start();
        Assert.ThrowsAny<Exception>(() => Node("alpha", port: ((IPEndPoint)taken.LocalEndpoint).Port));
    }

    [Fact]
    public async Task A_node_is_known_by_its_public_name_and_port()
    {
        var alpha = Node("alpha");
        var (beta, wire) = NodeBehindWire("beta");
        Assert.Equal(wire.Port, AddressOf(beta).Port);
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var echo = await Find(alpha, beta, "/user/echo");
        Assert.Equal(wire.Port, echo.Path.Address.Port);
    }

    [Fact]
    public async Task An_answer_travels_on_the_connection_that_the_question_came_on()
    {
        // Alpha advertises a port where nobody listens: whoever wanted to dial it would fail.
        var beta = Node("beta");
        var (_, inbox) = Ear(beta, "ear");
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var alpha = Node("alpha", $"akka.remote.dot-netty.tcp.public-port = {FreePort()}");
        Assert.Equal("back", await At(alpha, beta, "/user/echo").Ask<string>("back", Patience));
        Assert.False(inbox.TryRead(out _));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
