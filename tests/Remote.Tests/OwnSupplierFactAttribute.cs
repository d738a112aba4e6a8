using Akka.Actor;

namespace AkkaAuction.Remote.Tests;

/// <summary>A promise that our own remoting makes beyond Akka.NET's. Skipped, with the reason, when the official packages stand behind the tests.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OwnSupplierFactAttribute : FactAttribute
{
    /// <param name="official">What the official packages do instead.</param>
    public OwnSupplierFactAttribute(string official)
    {
        if (typeof(ActorSystem).Assembly.GetName().Name == "Akka") Skip = official;
    }
}
