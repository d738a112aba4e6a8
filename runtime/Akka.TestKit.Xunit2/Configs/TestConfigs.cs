using Akka.Configuration;

namespace Akka.TestKit.Configs;

/// <summary>Configurations to pass to a kit, or to put below one's own.</summary>
public static class TestConfigs
{
    public static Config DefaultConfig => TestKitBase.DefaultConfig;

    /// <summary>Lets the system run on a <see cref="TestScheduler"/>: nothing scheduled happens until the test advances the time.</summary>
    public static Config TestSchedulerConfig => ConfigurationFactory.ParseString(Resources.Read("test-scheduler.conf"));
}
