namespace AkkaAuction.Auctioneer.Settings;

/// <summary>Something a person wrote cannot be used: where (file, key, line) and what would be right. Nothing was started.</summary>
public class SettingsException : Exception
{
    public SettingsException() { }

    public SettingsException(string message) : base(message) { }

    public SettingsException(string message, Exception innerException) : base(message, innerException) { }

    /// <summary>The setting whose value is wrong; null: it is about more than one value.</summary>
    internal string? Key { get; init; }
}
