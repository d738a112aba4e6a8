using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>The setup that carries a system's configuration.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Option<Config> config, Option<Config> fallback)
    {
        Config = config;
        ConfigFallback = fallback;
    }

    public Option<Config> Config { get; }

    internal Option<Config> ConfigFallback { get; }

    public static BootstrapSetup Create() => new(Option<Config>.None, Option<Config>.None);

    public BootstrapSetup WithConfig(Config config) => new(config, ConfigFallback);

    /// <summary>Settings that count only where nothing else says anything.</summary>
    public BootstrapSetup WithConfigFallback(Config config) =>
        new(Config.HasValue ? Config.Value.WithFallback(config) : config, ConfigFallback);
}
