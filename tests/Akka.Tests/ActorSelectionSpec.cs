using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class ActorSelectionSpec : ActorSpec
{
    [Theory]
    [InlineData("/user/top", "top")]
    [InlineData("user/top", "top")]
    [InlineData("akka://spec/user/top", "top")]
    [InlineData("/user/top/left", "left")]
    [InlineData("/user/top/left/../right", "right")]
    [InlineData("/user/top/l*", "left")]
    [InlineData("/user/top/?eft", "left")]
    [InlineData("/user/top/*", "left,right")]
    [InlineData("/user/top/*/leaf", "leaf,leaf")]
    [InlineData("/user/top/**", "leaf,leaf,left,right")]
    public async Task A_selection_reaches_all_that_its_path_matches(string path, string expected)
    {
        await Tree();
        var log = NewProbe();
        System.ActorSelection(path).Tell(new Identify("x"), log.Ref);
        var names = new List<string>();
        foreach (var _ in expected.Split(',')) names.Add((await log.Next<ActorIdentity>()).Subject.Path.Name);
        Assert.Equal(expected.Split(','), names.Order());
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task Nobody_at_a_path_answers_an_Identify_with_null()
    {
        await Tree();
        var identity = await System.ActorSelection("/user/nobody").Ask<ActorIdentity>(new Identify(7), Soon);
        Assert.Null(identity.Subject);
        Assert.Equal(7, identity.MessageId);
    }

    [Fact]
    public async Task ResolveOne_gives_the_reference_or_an_ActorNotFoundException()
    {
        var top = await Tree();
        Assert.Equal(top, await System.ActorSelection("/user/top").ResolveOne(Soon));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => System.ActorSelection("/user/nobody").ResolveOne(Soon));
    }

    [Fact]
    public async Task A_message_to_a_path_without_an_actor_is_a_dead_letter()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(global::Akka.Event.DeadLetter));
        System.ActorSelection("/user/nobody").Tell("lost");
        var letter = await letters.Next<global::Akka.Event.DeadLetter>();
        Assert.Equal("lost", letter.Message);
        Assert.Equal("akka://spec/user/nobody", letter.Recipient.Path.ToString());
        System.ActorSelection("/user/no*").Tell("lost as well");
        Assert.Equal("lost as well", (await letters.Next<global::Akka.Event.DeadLetter>()).Message);
    }

    [Fact]
    public async Task A_wildcard_does_not_mind_upper_and_lower_case_and_a_name_does()
    {
        var top = await Tree();
        Assert.Equal(top, await System.ActorSelection("/user/TO?").ResolveOne(Soon));
        await Assert.ThrowsAsync<ActorNotFoundException>(() => System.ActorSelection("/user/TOP").ResolveOne(Soon));
    }

    [Fact]
    public void Selections_of_one_path_are_equal_and_tell_it()
    {
        var selection = System.ActorSelection("/user/*/a?/../b");
        Assert.Equal("/user/*/a?/../b", selection.PathString);
        Assert.Equal(selection, System.ActorSelection("akka://spec/user/*/a?/../b"));
        Assert.NotEqual(selection, System.ActorSelection("/user/*/a?/b"));
        Assert.Equal(selection.GetHashCode(), System.ActorSelection("/user/*/a?/../b").GetHashCode());
    }

    [Fact]
    public async Task A_selection_from_a_context_begins_at_the_actor()
    {
        var log = NewProbe();
        var top = await Tree();
        top.Tell("select left", log.Ref);
        Assert.Equal("left", (await log.Next<ActorIdentity>()).Subject.Path.Name);
    }

    private async Task<IActorRef> Tree()
    {
        var top = System.ActorOf(Props.Create(() => new Node(2)), "top");
        await top.Ask<string>("ready?", Soon);
        foreach (var leaf in new[] { "left", "right" })
            await System.ActorSelection($"/user/top/{leaf}").Ask<string>("ready?", Soon);
        return top;
    }

    private sealed class Node(int depth) : UntypedActor
    {
        protected override void PreStart()
        {
            if (depth == 2)
            {
                Context.ActorOf(Props.Create(() => new Node(1)), "left");
                Context.ActorOf(Props.Create(() => new Node(1)), "right");
            }
            else if (depth == 1)
            {
                Context.ActorOf(Props.Create(() => new Node(0)), "leaf");
            }
        }

        protected override void OnReceive(object message)
        {
            if (message is "ready?") Sender.Tell("ready");
            else Context.ActorSelection("left").Tell(new Identify(1), Sender);
        }
    }
}
