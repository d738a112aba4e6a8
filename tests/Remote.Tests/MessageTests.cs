using Akka.Actor;

namespace AkkaAuction.Remote.Tests;

/// <summary>Messages between two nodes: what arrives, in what order, with which references.</summary>
public sealed class MessageTests : Nodes
{
    [Fact]
    public void A_node_with_remoting_has_an_address_with_host_and_the_port_it_was_given()
    {
        var address = AddressOf(Node("alpha"));
        Assert.Equal("akka.tcp", address.Protocol);
        Assert.Equal("127.0.0.1", address.Host);
        Assert.InRange(address.Port ?? 0, 1, 65535);
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("grüß")]
    [InlineData("")]
    [InlineData(42)]
    [InlineData(int.MinValue)]
    [InlineData(9_000_000_000L)]
    public async Task A_selection_of_another_node_is_told_and_answers(object message)
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        Assert.Equal(message, await At(alpha, beta, "/user/echo").Ask<object>(message, Patience));
    }

    [Fact]
    public async Task Bytes_arrive_as_they_are()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var bytes = Enumerable.Range(0, 100_000).Select(i => (byte)i).ToArray();
        Assert.Equal(bytes, await At(alpha, beta, "/user/echo").Ask<byte[]>(bytes, Patience));
    }

    [Fact]
    public async Task A_selection_is_resolved_to_the_one_incarnation_that_is_there()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var echo = beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var found = await Find(alpha, beta, "/user/echo");
        Assert.Equal(echo.Path.Uid, found.Path.Uid);
        Assert.Equal(AddressOf(beta), found.Path.Address);
        Assert.Equal("there", await found.Ask<string>("there", Patience));
    }

    [Fact]
    public async Task Nobody_is_found_where_nobody_is()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => Find(alpha, beta, "/user/nobody"));
        var identity = await At(alpha, beta, "/user/nobody").Ask<ActorIdentity>(new Identify("who"), Patience);
        Assert.Equal("who", identity.MessageId);
        Assert.Null(identity.Subject);
    }

    [Fact]
    public async Task A_reference_sent_to_another_node_leads_back()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var (ear, inbox) = Ear(alpha);
        var back = await At(alpha, beta, "/user/echo").Ask<IActorRef>(ear, Patience);
        Assert.Equal(ear, back);
        back.Tell("found", ActorRefs.NoSender);
        Assert.Equal("found", await Next<string>(inbox));
    }

    [Fact]
    public async Task A_reference_handed_on_by_a_second_node_leads_to_the_first()
    {
        var (alpha, beta, gamma) = (Node("alpha"), Node("beta"), Node("gamma"));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        gamma.ActorOf(Props.Create(() => new Echo()), "echo");
        var ofGamma = await Find(alpha, gamma, "/user/echo");
        var (ear, inbox) = Ear(alpha);
        (await Find(alpha, beta, "/user/echo")).Tell(ofGamma, ear);
        var returned = await Next<IActorRef>(inbox);
        Assert.Equal(ofGamma, returned);
        Assert.Equal("yes", await returned.Ask<string>("yes", Patience));
    }

    [Fact]
    public async Task The_sender_of_a_message_can_be_answered()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var (asker, answers) = Ear(alpha, "asker");
        var (ear, inbox) = Ear(beta, "ear");
        (await Find(alpha, beta, "/user/ear")).Tell("question", asker);
        using var patience = new CancellationTokenSource(Patience);
        var (message, sender) = await inbox.ReadAsync(patience.Token);
        Assert.Equal("question", message);
        Assert.Equal(AddressOf(alpha), sender.Path.Address);
        sender.Tell("answer", ear);
        Assert.Equal("answer", await Next<string>(answers));
    }

    [Fact]
    public async Task A_message_without_a_sender_comes_from_nobody()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var (_, inbox) = Ear(beta, "ear");
        (await Find(alpha, beta, "/user/ear")).Tell("anonymous", ActorRefs.NoSender);
        using var patience = new CancellationTokenSource(Patience);
        var (_, sender) = await inbox.ReadAsync(patience.Token);
        Assert.Equal(beta.DeadLetters, sender);
    }

    [Fact]
    public async Task Ten_thousand_messages_arrive_in_the_order_in_which_they_were_sent_from_the_first_on()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var (_, inbox) = Ear(beta, "ear");
        var selection = At(alpha, beta, "/user/ear");

        // The first ones wait for the association, the others are written at once: none may overtake.
        for (var i = 0; i < 10_000; i++) selection.Tell(i);
        for (var i = 0; i < 10_000; i++) Assert.Equal(i, await Next<int>(inbox));
    }

    [Fact]
    public async Task Both_sides_may_begin_at_once()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var (_, ofAlpha) = Ear(alpha, "ear");
        var (_, ofBeta) = Ear(beta, "ear");
        Parallel.Invoke(
            () => Send(At(alpha, beta, "/user/ear")),
            () => Send(At(beta, alpha, "/user/ear")));
        for (var i = 0; i < 1_000; i++)
        {
            Assert.Equal(i, await Next<int>(ofAlpha));
            Assert.Equal(i, await Next<int>(ofBeta));
        }

        static void Send(ActorSelection selection)
        {
            for (var i = 0; i < 1_000; i++) selection.Tell(i);
        }
    }

    [Fact]
    public async Task Success_and_failure_arrive_with_what_they_hold()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        beta.ActorOf(Props.Create(() => new Echo()), "echo");
        var echo = await Find(alpha, beta, "/user/echo");
        var (ear, inbox) = Ear(alpha);
        echo.Tell(new Status.Success("fine"), ear);
        Assert.Equal("fine", (await Next<Status.Success>(inbox)).Status);
        echo.Tell(new Status.Failure(new InvalidOperationException("broken", new TimeoutException("late"))), ear);
        var cause = Assert.IsType<InvalidOperationException>((await Next<Status.Failure>(inbox)).Cause);
        Assert.Equal("broken", cause.Message);
        Assert.Equal("late", Assert.IsType<TimeoutException>(cause.InnerException).Message);
    }

    [Fact]
    public async Task A_poison_pill_stops_an_actor_of_another_node()
    {
        var (alpha, beta) = (Node("alpha"), Node("beta"));
        var mortal = beta.ActorOf(Props.Create(() => new Echo()), "mortal");
        var ended = mortal.WatchAsync();
        (await Find(alpha, beta, "/user/mortal")).Tell(PoisonPill.Instance);
        Assert.True(await ended.WaitAsync(Patience));
    }
}
