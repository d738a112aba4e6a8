using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Configuration;
using Akka.Serialization;

namespace Akka.Remote;

/// <summary>
/// What <c>akka.actor.provider = remote</c> stands for: the local tree, reachable under an address of its own, and references to actors of
/// other nodes. It starts remoting before the first actor of a user runs, and takes it down after the last one has ended.
/// </summary>
public class RemoteActorRefProvider : IRemoteActorRefProvider, ISystemActorRefProvider
{
    private LocalActorRefProvider _local = null!;
    private Remoting? _remoting;
    private IActorRef? _remoteWatcher;

    internal RemoteActorRefProvider()
    {
    }

    /// <summary>Until the port is known, the address that means something in this process only.</summary>
    public Address DefaultAddress => _remoting?.DefaultAddress ?? _local.RootPath.Address;

    public ActorPath RootPath => _local.RootPath;

    public IActorRef DeadLetters => _local.DeadLetterRef;

    public Information SerializationInformation { get; private set; } = null!;

    /// <summary>Null before the port is bound.</summary>
    internal Remoting? Remoting => _remoting;

    internal IInternalActorRef DeadLettersRef => _local.DeadLetterRef;

    internal IInternalActorRef RootGuardian => _local.RootGuardian;

    Config ISystemActorRefProvider.Defaults => ConfigurationFactory.FromResource("Akka.Remote.remote.conf", typeof(RemoteActorRefProvider).Assembly);

    public bool HasAddress(Address address) => address == DefaultAddress || address == _local.RootPath.Address;

    public IActorRef RootGuardianAt(Address address) => HasAddress(address) ? _local.RootGuardian : Remote(new RootActorPath(address));

    public IActorRef ResolveActorRef(string path) => ActorPath.TryParse(path, out var parsed) ? ResolveActorRef(parsed) : _local.DeadLetterRef;

    public IActorRef ResolveActorRef(ActorPath actorPath)
    {
        if (HasAddress(actorPath.Address)) return _local.ResolveHere(actorPath);
        return IsRemote(actorPath.Address) ? Remote(actorPath) : _local.ResolveActorRef(actorPath);
    }

    public Address? GetExternalAddressFor(Address address) => HasAddress(address) ? _local.RootPath.Address
        : IsRemote(address) ? DefaultAddress : null;

    public void Quarantine(Address address, int? uid) => _remoting?.Quarantine(address, uid);

    void ISystemActorRefProvider.Attach(LocalActorRefProvider local)
    {
        _local = local;
        SerializationInformation = local.SerializationInformation;
    }

    /// <exception cref="RemoteTransportException">The address cannot be listened on.</exception>
    void ISystemActorRefProvider.Start(ExtendedActorSystem system)
    {
        var settings = new RemoteSettings(system.Settings.Config);
        var remoting = new Remoting(system, this, settings);
        remoting.Bind();
        _remoting = remoting;
        SerializationInformation = new Information(DefaultAddress, system);
        var detectors = new DefaultFailureDetectorRegistry<Address>(() => settings.Watch.Create(remoting.Clock));
        _remoteWatcher = system.SystemActorOf(
            Props.Create(() => new RemoteWatcher(detectors, settings.Watch.HeartbeatInterval, settings.Watch.ReaperInterval,
                settings.Watch.ExpectedResponseAfter, remoting.Uid, remoting.GiveUp)),
            "remote-watcher");
        remoting.Listen();
    }

    async Task ISystemActorRefProvider.EndAsync()
    {
        if (_remoting is null || _remoteWatcher is null) return;

        // What the users' actors watched is taken back before the goodbye.
        Task drained = _remoteWatcher.Ask<RemoteWatcher.Drain>(RemoteWatcher.Drain.Instance, TimeSpan.FromSeconds(1));
        await drained.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _remoting.ShutdownAsync().ConfigureAwait(false);
    }

    private bool IsRemote(Address address) => address is { HasGlobalScope: true, Port: > 0 } && address.Protocol == (_remoting?.Protocol ?? "akka.tcp");

    private RemoteActorRef Remote(ActorPath path) => new(
        _remoting ?? throw new RemoteTransportException("Remoting is not up."), _local, path,
        _remoteWatcher ?? throw new RemoteTransportException("Remoting is not up."));
}
