namespace Akka;

/// <summary>That something is finished, as a value: what a shutdown task returns.</summary>
public sealed class Done
{
    public static readonly Done Instance = new();

    private Done()
    {
    }
}
