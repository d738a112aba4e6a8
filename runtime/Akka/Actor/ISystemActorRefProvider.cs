using Akka.Configuration;

namespace Akka.Actor;

/// <summary>A provider that brings more than the local tree: what an actor system calls on its way up and down.</summary>
internal interface ISystemActorRefProvider : IActorRefProvider
{
    /// <summary>The defaults of its own settings.</summary>
    Config Defaults { get; }

    /// <summary>Called once, before anything else.</summary>
    void Attach(LocalActorRefProvider local);

    /// <summary>Called once, when the tree stands and loggers run, before the first actor of a user.</summary>
    void Start(ExtendedActorSystem system);

    /// <summary>Called once, when the last actor of a user has ended.</summary>
    Task EndAsync();
}

/// <summary>What <c>akka.actor.provider</c> can name.</summary>
internal static class SystemActorRefProviders
{
    /// <summary>The provider for that name; null for the local tree alone.</summary>
    /// <exception cref="ConfigurationException">There is no such provider.</exception>
    public static ISystemActorRefProvider? For(string name) => Serialization.Serialization.BareName(name) switch
    {
        "local" or "Akka.Actor.LocalActorRefProvider" => null,
        "remote" => Util.TypeNames.Create<ISystemActorRefProvider>("Akka.Remote.RemoteActorRefProvider, Akka.Remote"),
        "cluster" => throw new ConfigurationException("akka.actor.provider is 'cluster'; there are no clusters here."),
        _ => Util.TypeNames.Create<ISystemActorRefProvider>(name),
    };
}
