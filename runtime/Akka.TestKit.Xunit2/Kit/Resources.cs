namespace Akka.TestKit;

/// <summary>The configuration texts that are embedded in this assembly. <c>@here</c> in them stands for its name, in names of types.</summary>
internal static class Resources
{
    internal static string Read(string name)
    {
        var assembly = typeof(Resources).Assembly;
        using var stream = assembly.GetManifestResourceStream($"Akka.TestKit.Configs.{name}")
            ?? throw new InvalidOperationException($"{name} is not embedded in {assembly}");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Replace("@here", assembly.GetName().Name, StringComparison.Ordinal);
    }
}
