using Akka.Actor;

namespace AkkaAuction.Akka.Tests;

public sealed class PropsSpec : ActorSpec
{
    [Fact]
    public async Task Arguments_by_expression_by_list_and_by_type_all_reach_the_constructor()
    {
        var captured = "captured";
        foreach (var props in new[]
        {
            Props.Create(() => new Holder(captured, 1 + 1)),
            Props.Create<Holder>("captured", 2),
            Props.Create(Kind(), "captured", 2),
            new Props(typeof(Holder), new object[] { "captured", 2 }),
        })
        {
            Assert.Equal("captured 2", await System.ActorOf(props).Ask<string>("?", Soon));
            Assert.Equal(typeof(Holder), props.Type);
        }
    }

    [Fact]
    public async Task The_arguments_of_an_expression_are_evaluated_once()
    {
        var calls = 0;
        Func<int> next = () => ++calls;
        var props = Props.Create(() => new Holder("x", next()));
        Assert.Equal("x 1", await System.ActorOf(props).Ask<string>("?", Soon));
        Assert.Equal("x 1", await System.ActorOf(props).Ask<string>("?", Soon));
    }

    [Fact]
    public void An_expression_that_is_no_new_is_refused() => Assert.Throws<InvalidCastException>(() => Props.Create(() => Made()));

    [Fact]
    public async Task A_producer_makes_the_actor_and_gets_it_back()
    {
        var producer = new Producer();
        var actor = System.ActorOf(Props.CreateBy(producer));
        Assert.Equal("produced 1", await actor.Ask<string>("?", Soon));
        Assert.True(await actor.GracefulStop(Soon));
        Assert.IsType<Holder>(await producer.Released.Task.WaitAsync(Soon));
    }

    [Theory]
    [InlineData("")]
    [InlineData("$mine")]
    [InlineData("with space")]
    [InlineData("a/b")]
    public void Names_that_cannot_be_are_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => System.ActorOf(Props.Create(() => new Holder("", 0)), name));

    [Fact]
    public async Task A_name_is_unique_among_siblings_and_free_again_after_the_end()
    {
        var props = Props.Create(() => new Holder("", 0));
        var first = System.ActorOf(props, "one");
        Assert.Throws<InvalidActorNameException>(() => System.ActorOf(props, "one"));
        var parentSaw = NewProbe();
        await parentSaw.Watch(first);
        first.Tell(PoisonPill.Instance);
        await parentSaw.ExpectTerminated(first);
        IActorRef? second = null;
        for (var attempt = 0; second is null; attempt++)
        {
            // The guardian hears of the end by itself, maybe after the watcher has.
            try
            {
                second = System.ActorOf(props, "one");
            }
            catch (InvalidActorNameException) when (attempt < 1000)
            {
                await Task.Yield();
            }
        }
        Assert.NotEqual(first, second);
    }

    private static Type Kind() => typeof(Holder);

    private static Holder Made() => new("", 0);

    private sealed class Producer : IIndirectActorProducer
    {
        public TaskCompletionSource<ActorBase> Released { get; } = new();

        public Type ActorType => typeof(Holder);

        public ActorBase Produce() => new Holder("produced", 1);

        public void Release(ActorBase actor) => Released.TrySetResult(actor);
    }

    private sealed class Holder(string text, int number) : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell($"{text} {number}");
    }
}
