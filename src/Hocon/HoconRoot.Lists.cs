namespace Hocon;

/// <summary>The getters of lists, with the same rules as those of single values: one element of another type and the whole list is none.</summary>
public partial class HoconRoot
{
    public virtual IList<string?> GetStringList(string path) => WrapWithValueException(path, () => GetNode(path).GetStringList());

    public virtual IList<string?> GetStringList(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetStringList());

    public virtual IList<string?>? GetStringList(string path, IList<string?>? @default) =>
        TryGetNode(path, out var value) && value.TryGetStringList(out var result) ? result : @default;

    public virtual IList<string?>? GetStringList(HoconPath path, IList<string?>? @default) =>
        TryGetNode(path, out var value) && value.TryGetStringList(out var result) ? result : @default;

    public virtual IList<bool> GetBooleanList(string path) => WrapWithValueException(path, () => GetNode(path).GetBooleanList());

    public virtual IList<bool> GetBooleanList(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetBooleanList());

    public virtual IList<bool>? GetBooleanList(string path, IList<bool>? @default) =>
        TryGetNode(path, out var value) && value.TryGetBooleanList(out var result) ? result : @default;

    public virtual IList<bool>? GetBooleanList(HoconPath path, IList<bool>? @default) =>
        TryGetNode(path, out var value) && value.TryGetBooleanList(out var result) ? result : @default;

    public virtual IList<int> GetIntList(string path) => WrapWithValueException(path, () => GetNode(path).GetIntList());

    public virtual IList<int> GetIntList(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetIntList());

    public virtual IList<int>? GetIntList(string path, IList<int>? @default) =>
        TryGetNode(path, out var value) && value.TryGetIntList(out var result) ? result : @default;

    public virtual IList<int>? GetIntList(HoconPath path, IList<int>? @default) =>
        TryGetNode(path, out var value) && value.TryGetIntList(out var result) ? result : @default;

    public virtual IList<long> GetLongList(string path) => WrapWithValueException(path, () => GetNode(path).GetLongList());

    public virtual IList<long> GetLongList(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetLongList());

    public virtual IList<long>? GetLongList(string path, IList<long>? @default) =>
        TryGetNode(path, out var value) && value.TryGetLongList(out var result) ? result : @default;

    public virtual IList<long>? GetLongList(HoconPath path, IList<long>? @default) =>
        TryGetNode(path, out var value) && value.TryGetLongList(out var result) ? result : @default;

    public virtual IList<byte> GetByteList(string path) => WrapWithValueException(path, () => GetNode(path).GetByteList());

    public virtual IList<byte> GetByteList(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetByteList());

    public virtual IList<byte>? GetByteList(string path, IList<byte>? @default) =>
        TryGetNode(path, out var value) && value.TryGetByteList(out var result) ? result : @default;

    public virtual IList<byte>? GetByteList(HoconPath path, IList<byte>? @default) =>
        TryGetNode(path, out var value) && value.TryGetByteList(out var result) ? result : @default;

    public virtual IList<float> GetFloatList(string path) => WrapWithValueException(path, () => GetNode(path).GetFloatList());

    public virtual IList<float> GetFloatList(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetFloatList());

    public virtual IList<float>? GetFloatList(string path, IList<float>? @default) =>
        TryGetNode(path, out var value) && value.TryGetFloatList(out var result) ? result : @default;

    public virtual IList<float>? GetFloatList(HoconPath path, IList<float>? @default) =>
        TryGetNode(path, out var value) && value.TryGetFloatList(out var result) ? result : @default;

    public virtual IList<double> GetDoubleList(string path) => WrapWithValueException(path, () => GetNode(path).GetDoubleList());

    public virtual IList<double> GetDoubleList(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetDoubleList());

    public virtual IList<double>? GetDoubleList(string path, IList<double>? @default) =>
        TryGetNode(path, out var value) && value.TryGetDoubleList(out var result) ? result : @default;

    public virtual IList<double>? GetDoubleList(HoconPath path, IList<double>? @default) =>
        TryGetNode(path, out var value) && value.TryGetDoubleList(out var result) ? result : @default;

    public virtual IList<decimal> GetDecimalList(string path) => WrapWithValueException(path, () => GetNode(path).GetDecimalList());

    public virtual IList<decimal> GetDecimalList(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetDecimalList());

    public virtual IList<decimal>? GetDecimalList(string path, IList<decimal>? @default) =>
        TryGetNode(path, out var value) && value.TryGetDecimalList(out var result) ? result : @default;

    public virtual IList<decimal>? GetDecimalList(HoconPath path, IList<decimal>? @default) =>
        TryGetNode(path, out var value) && value.TryGetDecimalList(out var result) ? result : @default;

    public virtual IList<HoconObject> GetObjectList(string path) => WrapWithValueException(path, () => GetNode(path).GetObjectList());

    public virtual IList<HoconObject> GetObjectList(HoconPath path) => WrapWithValueException(path, () => GetNode(path).GetObjectList());

    public virtual IList<HoconObject>? GetObjectList(string path, IList<HoconObject>? @default) =>
        TryGetNode(path, out var value) && value.TryGetObjectList(out var result) ? result : @default;

    public virtual IList<HoconObject>? GetObjectList(HoconPath path, IList<HoconObject>? @default) =>
        TryGetNode(path, out var value) && value.TryGetObjectList(out var result) ? result : @default;
}
