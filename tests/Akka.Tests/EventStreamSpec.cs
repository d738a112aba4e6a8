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

    private class Animal;

    private interface IBarks;

    private sealed class Dog : Animal, IBarks;
}
