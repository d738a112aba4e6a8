namespace Hocon;

/// <summary>
/// The typed getters. Without a default they throw a <see cref="HoconValueException"/> that names the path; with one they return it
/// where the key is missing or its value is of another type.
/// </summary>
public partial class HoconRoot
{
    public virtual string? GetString(string path) => WrapWithValueException(path, () => GetNode(path).GetString());

    public virtual string? GetString(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetString());

    public virtual string? GetString(string path, string? @default) =>
        TryGetNode(path, out var value) && value.TryGetString(out var result) ? result : @default;

    public virtual string? GetString(HoconPath path, string? @default) =>
        TryGetNode(path, out var value) && value.TryGetString(out var result) ? result : @default;

    public virtual bool GetBoolean(string path) => WrapWithValueException(path, () => GetNode(path).GetBoolean());

    public virtual bool GetBoolean(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetBoolean());

    public virtual bool GetBoolean(string path, bool @default) =>
        TryGetNode(path, out var value) && value.TryGetBoolean(out var result) ? result : @default;

    public virtual bool GetBoolean(HoconPath path, bool @default) =>
        TryGetNode(path, out var value) && value.TryGetBoolean(out var result) ? result : @default;

    public virtual int GetInt(string path) => WrapWithValueException(path, () => GetNode(path).GetInt());

    public virtual int GetInt(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetInt());

    public virtual int GetInt(string path, int @default) =>
        TryGetNode(path, out var value) && value.TryGetInt(out var result) ? result : @default;

    public virtual int GetInt(HoconPath path, int @default) =>
        TryGetNode(path, out var value) && value.TryGetInt(out var result) ? result : @default;

    public virtual long GetLong(string path) => WrapWithValueException(path, () => GetNode(path).GetLong());

    public virtual long GetLong(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetLong());

    public virtual long GetLong(string path, long @default) =>
        TryGetNode(path, out var value) && value.TryGetLong(out var result) ? result : @default;

    public virtual long GetLong(HoconPath path, long @default) =>
        TryGetNode(path, out var value) && value.TryGetLong(out var result) ? result : @default;

    public virtual byte GetByte(string path) => WrapWithValueException(path, () => GetNode(path).GetByte());

    public virtual byte GetByte(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetByte());

    public virtual byte GetByte(string path, byte @default) =>
        TryGetNode(path, out var value) && value.TryGetByte(out var result) ? result : @default;

    public virtual byte GetByte(HoconPath path, byte @default) =>
        TryGetNode(path, out var value) && value.TryGetByte(out var result) ? result : @default;

    public virtual float GetFloat(string path) => WrapWithValueException(path, () => GetNode(path).GetFloat());

    public virtual float GetFloat(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetFloat());

    public virtual float GetFloat(string path, float @default) =>
        TryGetNode(path, out var value) && value.TryGetFloat(out var result) ? result : @default;

    public virtual float GetFloat(HoconPath path, float @default) =>
        TryGetNode(path, out var value) && value.TryGetFloat(out var result) ? result : @default;

    public virtual double GetDouble(string path) => WrapWithValueException(path, () => GetNode(path).GetDouble());

    public virtual double GetDouble(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetDouble());

    public virtual double GetDouble(string path, double @default) =>
        TryGetNode(path, out var value) && value.TryGetDouble(out var result) ? result : @default;

    public virtual double GetDouble(HoconPath path, double @default) =>
        TryGetNode(path, out var value) && value.TryGetDouble(out var result) ? result : @default;

    public virtual decimal GetDecimal(string path) => WrapWithValueException(path, () => GetNode(path).GetDecimal());

    public virtual decimal GetDecimal(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetDecimal());

    public virtual decimal GetDecimal(string path, decimal @default) =>
        TryGetNode(path, out var value) && value.TryGetDecimal(out var result) ? result : @default;

    public virtual decimal GetDecimal(HoconPath path, decimal @default) =>
        TryGetNode(path, out var value) && value.TryGetDecimal(out var result) ? result : @default;

    public virtual long? GetByteSize(string path) => WrapWithValueException(path, () => GetNode(path).GetByteSize());

    public virtual long? GetByteSize(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetByteSize());

    public virtual long? GetByteSize(string path, long? @default) =>
        TryGetNode(path, out var value) && value.TryGetByteSize(out var result) ? result : @default;

    public virtual long? GetByteSize(HoconPath path, long? @default) =>
        TryGetNode(path, out var value) && value.TryGetByteSize(out var result) ? result : @default;

    public virtual TimeSpan GetTimeSpan(string path, bool allowInfinite = true) =>
        WrapWithValueException(path, () => GetNode(path).GetTimeSpan(allowInfinite));

    public virtual TimeSpan GetTimeSpan(HoconPath path, bool allowInfinite = true) =>
        WrapWithValueException(path, () => GetNode(path).GetTimeSpan(allowInfinite));

    public virtual TimeSpan GetTimeSpan(string path, TimeSpan? @default, bool allowInfinite = true) =>
        TryGetNode(path, out var value) && value.TryGetTimeSpan(out var result, allowInfinite) ? result : @default.GetValueOrDefault();

    public virtual TimeSpan GetTimeSpan(HoconPath path, TimeSpan? @default, bool allowInfinite = true) =>
        TryGetNode(path, out var value) && value.TryGetTimeSpan(out var result, allowInfinite) ? result : @default.GetValueOrDefault();

    public virtual HoconObject GetObject(string path) => WrapWithValueException(path, () => GetNode(path).GetObject());

    public virtual HoconObject GetObject(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetObject());

    public virtual HoconObject? GetObject(string path, HoconObject? @default) =>
        TryGetNode(path, out var value) && value.TryGetObject(out var result) ? result : @default;

    public virtual HoconObject? GetObject(HoconPath path, HoconObject? @default) =>
        TryGetNode(path, out var value) && value.TryGetObject(out var result) ? result : @default;
}
