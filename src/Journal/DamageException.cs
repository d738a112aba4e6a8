namespace AkkaAuction.Journal;

/// <summary>A place where a journal is not what it was when it was written.</summary>
/// <param name="where">The place: an event, a table.</param>
/// <param name="what">What is wrong there.</param>
internal class DamageException(string where, string what, Exception? inner = null) : Exception($"{where}: {what}", inner);
