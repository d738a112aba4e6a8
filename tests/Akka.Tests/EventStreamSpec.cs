using Akka.Actor;
using Akka.Event;

namespace AkkaAuction.Akka.Tests;

public sealed class EventStreamSpec : ActorSpec
{
    [Fact]
    public async Task A_subscriber_gets_what_is_published_of_its_type_and_of_derived_ones()
    {
        var log = NewProbe();
        Assert.True(System.EventStream.Subscribe(log.Ref, typeof(Animal)));
        System.EventStream.Publish(new Animal());
        System.EventStream.Publish("no animal");
        System.EventStream.Publish(new Dog());
        Assert.IsType<Animal>(await log.Next());
        Assert.IsType<Dog>(await log.Next());
    }

    [Fact]
    public async Task Interfaces_work_as_channels()
    {
        var log = NewProbe();
        System.EventStream.Subscribe<IBarks>(log.Ref);
        System.EventStream.Publish(new Animal());
        System.EventStream.Publish(new Dog());
        Assert.IsType<Dog>(await log.Next());
    }

    [Fact]
    public async Task Subscribed_to_a_type_and_to_its_base_it_comes_once()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(Animal));
        System.EventStream.Subscribe(log.Ref, typeof(Dog));
        System.EventStream.Publish(new Dog());
        Assert.IsType<Dog>(await log.Next());
        await log.ExpectNothingYet();
    }

    [Fact]
    public async Task After_unsubscribing_nothing_comes()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(Animal));
        Assert.True(System.EventStream.Unsubscribe(log.Ref));
        System.EventStream.Publish(new Animal());
        System.EventStream.Subscribe(log.Ref, typeof(string));
        System.EventStream.Publish("marker");
        await log.Expect("marker");
        Assert.True(System.EventStream.Unsubscribe(log.Ref, typeof(string)));
        Assert.False(System.EventStream.Unsubscribe(log.Ref, typeof(string)));
    }

    [Fact]
    public async Task Unhandled_messages_are_published_and_logged_when_the_configuration_says_so()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(UnhandledMessage));
        System.EventStream.Publish(new UnhandledMessage("what?", log.Ref, System.DeadLetters));
        Assert.Equal("what?", (await log.Next<UnhandledMessage>()).Message);
    }

    [Fact]
    public void Nobody_cannot_be_subscribed()
    {
        Assert.Throws<ArgumentNullException>(() => System.EventStream.Subscribe(null!, typeof(Animal)));
        Assert.Throws<ArgumentNullException>(() => System.EventStream.Unsubscribe(null!, typeof(Animal)));
        Assert.Throws<ArgumentNullException>(() => System.EventStream.Unsubscribe(null!));
    }

    [Fact]
    public void Twice_subscribed_is_once_subscribed()
    {
        var log = NewProbe();
        Assert.True(System.EventStream.Subscribe(log.Ref, typeof(Animal)));
        Assert.False(System.EventStream.Subscribe(log.Ref, typeof(Animal)));
        Assert.True(System.EventStream.Unsubscribe(log.Ref, typeof(Animal)));
        Assert.False(System.EventStream.Unsubscribe(log.Ref, typeof(Animal)));
        Assert.False(System.EventStream.Unsubscribe(log.Ref));
    }

    [Fact]
    public async Task Unsubscribed_from_a_part_of_what_it_is_subscribed_to_it_gets_the_rest()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(Animal));
        Assert.True(System.EventStream.Unsubscribe(log.Ref, typeof(Dog)));
        System.EventStream.Publish(new Dog());
        System.EventStream.Publish(new Animal());
        Assert.IsType<Animal>(await log.Next());
        Assert.True(System.EventStream.Subscribe(log.Ref, typeof(Dog)));
        System.EventStream.Publish(new Dog());
        Assert.IsType<Dog>(await log.Next());
    }

    [Fact]
    public async Task Subscriptions_to_a_type_and_to_its_base_end_one_by_one()
    {
        var log = NewProbe();
        Assert.True(System.EventStream.Subscribe(log.Ref, typeof(Animal)));
        Assert.True(System.EventStream.Subscribe(log.Ref, typeof(Dog)));
        Assert.True(System.EventStream.Unsubscribe(log.Ref, typeof(Animal)));
        System.EventStream.Publish(new Animal());
        System.EventStream.Publish(new Dog());
        Assert.IsType<Dog>(await log.Next());
    }

    [Fact]
    public async Task From_one_channel_an_unsubscription_leaves_the_others()
    {
        var log = NewProbe();
        System.EventStream.Subscribe(log.Ref, typeof(string));
        System.EventStream.Subscribe(log.Ref, typeof(Animal));
        System.EventStream.Unsubscribe(log.Ref, typeof(Animal));
        System.EventStream.Publish(new Dog());
        System.EventStream.Publish("still");
        await log.Expect("still");
    }

    [Fact]
    public async Task A_subscriber_that_has_ended_gets_nothing_more_and_no_dead_letter_tells_of_it()
    {
        var letters = NewProbe();
        System.EventStream.Subscribe(letters.Ref, typeof(DeadLetter));
        var subscriber = Start((_, _) => { });
        System.EventStream.Subscribe(subscriber, typeof(Animal));
        Assert.True(await subscriber.GracefulStop(Soon));
        // The stream hears of the end by itself: what is published until then is a dead letter, and then no more.
        for (var attempt = 0; attempt < 10_000; attempt++)
        {
            if (!System.EventStream.Unsubscribe(subscriber)) break;
            System.EventStream.Subscribe(subscriber, typeof(Animal));
            await Task.Yield();
        }
        System.EventStream.Publish(new Dog());
        await letters.ExpectNothingYet();
    }

    private class Animal;

    private interface IBarks;

    private sealed class Dog : Animal, IBarks;
}
