using System.Globalization;
using Hocon;

namespace AkkaAuction.Hocon.Tests;

/// <summary>Values by path, as the tests ask for them.</summary>
internal static class Reading
{
    public static string? GetString(this HoconRoot root, string path) => root.GetValue(path).GetString();

    public static int GetInt(this HoconRoot root, string path) => int.Parse(root.GetString(path)!, CultureInfo.InvariantCulture);

    public static IReadOnlyList<string?> GetStringList(this HoconRoot root, string path) => root.GetValue(path).GetStringList();

    public static IReadOnlyList<string?> GetStringList(this HoconValue value) =>
        [.. value.GetArray().Select(element => element.GetString())];

    public static IReadOnlyList<int> GetIntList(this HoconRoot root, string path) => root.GetValue(path).GetIntList();

    public static IReadOnlyList<int> GetIntList(this HoconValue value) =>
        [.. value.GetArray().Select(element => int.Parse(element.GetString()!, CultureInfo.InvariantCulture))];

    public static IReadOnlyList<HoconObject> GetObjectList(this HoconRoot root, string path) =>
        [.. root.GetValue(path).GetArray().Select(element => element.GetObject())];
}
