using System.Diagnostics.CodeAnalysis;
using Hocon.Parsing;

namespace Hocon;

/// <summary>The value read as a number, a switch, a span of time or an amount of memory, alone or in a list.</summary>
public partial class HoconValue
{
    /// <summary>How a text becomes a <typeparamref name="T"/>; false where it does not.</summary>
    private delegate bool Reading<T>(string text, out T result);

    /// <summary><c>true</c>, <c>yes</c>, <c>on</c> or <c>false</c>, <c>no</c>, <c>off</c>, in small letters.</summary>
    public bool GetBoolean() => Get<bool>(Literals.TryBoolean, "a switch (true, false, yes, no, on, off)");

    public bool TryGetBoolean(out bool result) => TryGet(Literals.TryBoolean, out result);

    /// <summary>A whole number, decimal, hexadecimal (<c>0x1F</c>) or octal (<c>017</c>).</summary>
    public int GetInt() => Get<int>(Literals.TryInteger, "a whole number of 32 bits");

    public bool TryGetInt(out int result) => TryGet(Literals.TryInteger, out result);

    public long GetLong() => Get<long>(Literals.TryInteger, "a whole number of 64 bits");

    public bool TryGetLong(out long result) => TryGet(Literals.TryInteger, out result);

    public byte GetByte() => Get<byte>(Literals.TryInteger, "a whole number from 0 to 255");

    public bool TryGetByte(out byte result) => TryGet(Literals.TryInteger, out result);

    public double GetDouble() => Get<double>(Literals.TryDouble, "a number");

    public bool TryGetDouble(out double result) => TryGet(Literals.TryDouble, out result);

    public float GetFloat() => Get<float>(Literals.TryFloat, "a number");

    public bool TryGetFloat(out float result) => TryGet(Literals.TryFloat, out result);

    /// <summary>A decimal number; infinity and NaN are none.</summary>
    public decimal GetDecimal() => Get<decimal>(Literals.TryDecimal, "a decimal number");

    public bool TryGetDecimal(out decimal result) => TryGet(Literals.TryDecimal, out result);

    /// <summary>A number with a unit from ns to days; without one it counts milliseconds. <c>infinite</c> is <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    public TimeSpan GetTimeSpan(bool allowInfinite = true) =>
        TryGetTimeSpan(out var result, allowInfinite) ? result : throw Unfit("a duration such as 250ms, 10s or 5 minutes");

    public bool TryGetTimeSpan(out TimeSpan result, bool allowInfinite = true) =>
        TryGet((string text, out TimeSpan span) => Units.TryDuration(text, allowInfinite, out span), out result);

    /// <summary>Bytes: a number, alone or with a unit of powers of 1000 (kB, MB…) or 1024 (k, KiB, m, MiB…). Null for an empty text.</summary>
    public long? GetByteSize()
    {
        if (string.IsNullOrEmpty(GetString()))
            return null;
        return TryGetByteSize(out var result) ? result : throw Unfit("a size such as 512, 64kB or 1MiB");
    }

    public bool TryGetByteSize([NotNullWhen(true)] out long? result)
    {
        result = TryGet<long>(Units.TryByteSize, out var bytes) ? bytes : null;
        return result is not null;
    }

    public IList<string?> GetStringList() => GetArray().Select(element => element.GetString()).ToList();

    public bool TryGetStringList([NotNullWhen(true)] out IList<string?>? result) =>
        TryGetList((HoconValue element, out string? text) => element.TryGetString(out text), out result);

    public IList<HoconObject> GetObjectList() => GetArray().Select(element => element.GetObject()).ToList();

    public bool TryGetObjectList([NotNullWhen(true)] out IList<HoconObject>? result)
    {
        result = null;
        if (!TryGetArray(out var elements) || !elements.TrueForAll(element => element.Type == HoconType.Object))
            return false;
        result = elements.ConvertAll(element => element.GetObject());
        return true;
    }

    public IList<bool> GetBooleanList() => GetArray().Select(element => element.GetBoolean()).ToList();

    public bool TryGetBooleanList([NotNullWhen(true)] out IList<bool>? result) =>
        TryGetList((HoconValue element, out bool item) => element.TryGetBoolean(out item), out result);

    public IList<int> GetIntList() => GetArray().Select(element => element.GetInt()).ToList();

    public bool TryGetIntList([NotNullWhen(true)] out IList<int>? result) =>
        TryGetList((HoconValue element, out int item) => element.TryGetInt(out item), out result);

    public IList<long> GetLongList() => GetArray().Select(element => element.GetLong()).ToList();

    public bool TryGetLongList([NotNullWhen(true)] out IList<long>? result) =>
        TryGetList((HoconValue element, out long item) => element.TryGetLong(out item), out result);

    public IList<byte> GetByteList() => GetArray().Select(element => element.GetByte()).ToList();

    public bool TryGetByteList([NotNullWhen(true)] out IList<byte>? result) =>
        TryGetList((HoconValue element, out byte item) => element.TryGetByte(out item), out result);

    public IList<double> GetDoubleList() => GetArray().Select(element => element.GetDouble()).ToList();

    public bool TryGetDoubleList([NotNullWhen(true)] out IList<double>? result) =>
        TryGetList((HoconValue element, out double item) => element.TryGetDouble(out item), out result);

    public IList<float> GetFloatList() => GetArray().Select(element => element.GetFloat()).ToList();

    public bool TryGetFloatList([NotNullWhen(true)] out IList<float>? result) =>
        TryGetList((HoconValue element, out float item) => element.TryGetFloat(out item), out result);

    public IList<decimal> GetDecimalList() => GetArray().Select(element => element.GetDecimal()).ToList();

    public bool TryGetDecimalList([NotNullWhen(true)] out IList<decimal>? result) =>
        TryGetList((HoconValue element, out decimal item) => element.TryGetDecimal(out item), out result);

    private delegate bool ElementReading<T>(HoconValue element, out T result);

    private bool TryGetList<T>(ElementReading<T> read, [NotNullWhen(true)] out IList<T>? result)
    {
        result = null;
        if (!TryGetArray(out var elements))
            return false;
        var items = new List<T>(elements.Count);
        foreach (var element in elements)
        {
            if (!read(element, out var item))
                return false;
            items.Add(item);
        }
        result = items;
        return true;
    }

    private bool TryGet<T>(Reading<T> read, [MaybeNull] out T result)
    {
        result = default;
        return TryGetString(out var text) && text is not null && read(text, out result);
    }

    private T Get<T>(Reading<T> read, string wanted) => TryGet(read, out var result) ? result! : throw Unfit(wanted);

    private HoconException Unfit(string wanted) => new($"Expected {wanted}, found {Describe()}");
}
