using System.Buffers;
using System.Globalization;

namespace Akka.Actor;

/// <summary>
/// Where an actor stands in the tree: <c>akka://system/user/parent/child</c>. Equal by address and names; the <see cref="Uid"/>, which tells
/// one incarnation of a name from the next, is not part of the comparison (references compare it).
/// </summary>
/// <remarks>A path knows only its parent and its own name, so that an actor's path costs one small object.</remarks>
public abstract class ActorPath : IEquatable<ActorPath>, IComparable<ActorPath>
{
    /// <summary>What a name may contain besides ASCII letters and digits (and %-escapes).</summary>
    public const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private static readonly SearchValues<char> ValidCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789" + ValidSymbols);

    private readonly ActorPath? _parent;
    private readonly Address? _address;

    protected ActorPath(Address address, string name)
    {
        _address = address;
        Name = name;
    }

    protected ActorPath(ActorPath parentPath, string name, long uid)
    {
        _parent = parentPath;
        Name = name;
        Uid = uid;
    }

    public string Name { get; }

    /// <summary>The incarnation; 0 when it is not known.</summary>
    public long Uid { get; }

    public ActorPath Parent => _parent!;

    public ActorPath Root
    {
        get
        {
            var path = this;
            while (path._parent is { } parent) path = parent;
            return path;
        }
    }

    public Address Address => Root._address!;

    /// <summary>How many names lie between the root and here.</summary>
    public int Depth
    {
        get
        {
            var depth = 0;
            for (var path = this; path._parent is { } parent; path = parent) depth++;
            return depth;
        }
    }

    /// <summary>The names from below the root to here.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var names = new string[Depth];
            var path = this;
            for (var at = names.Length - 1; at >= 0; at--, path = path._parent!) names[at] = path.Name;
            return names;
        }
    }

    public ActorPath Child(string childName) => this / childName;

    /// <summary>The ancestor <paramref name="depth"/> names below the root; counted from here upwards when negative.</summary>
    public ActorPath ParentOf(int depth)
    {
        var path = this;
        if (depth >= 0)
        {
            for (var steps = Depth - depth; steps > 0; steps--) path = path._parent!;
            return path;
        }
        for (; depth < 0 && path._parent is { } parent; depth++) path = parent;
        return path;
    }

    /// <summary>The same path for another incarnation.</summary>
    public ActorPath WithUid(long uid)
    {
        if (_parent is null || uid == Uid)
            return uid == 0 || uid == Uid ? this : throw new NotSupportedException("A root has no incarnations.");
        return new ChildActorPath(_parent, Name, uid);
    }

    /// <summary>One level down; a <c>#uid</c> behind the name is taken as its incarnation.</summary>
    public static ActorPath operator /(ActorPath path, string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        return hash < 0 ? new ChildActorPath(path, name, 0)
            : new ChildActorPath(path, name[..hash], long.Parse(name.AsSpan(hash + 1), CultureInfo.InvariantCulture));
    }

    public static ActorPath operator /(ActorPath path, IEnumerable<string> name) =>
        name.Where(part => part.Length > 0).Aggregate(path, (above, part) => above / part);

    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);

    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    /// <summary>Whether a user may give an actor this name.</summary>
    public static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$') return false;
        var rest = s.AsSpan();
        while (true)
        {
            var odd = rest.IndexOfAnyExcept(ValidCharacters);
            if (odd < 0) return true;
            if (rest[odd] != '%' || rest.Length < odd + 3 || !char.IsAsciiHexDigit(rest[odd + 1]) || !char.IsAsciiHexDigit(rest[odd + 2])) return false;
            rest = rest[(odd + 3)..];
        }
    }

    /// <exception cref="UriFormatException">The text is not a path with an address.</exception>
    public static ActorPath Parse(string path) =>
        TryParse(path, out var parsed) ? parsed : throw new UriFormatException($"'{path}' is not the path of an actor.");

    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null!;
        if (path is null || !Address.SplitPath(path, out var address, out var rest)) return false;
        ActorPath at = new RootActorPath(address);
        var hash = rest.IndexOf('#', StringComparison.Ordinal);
        var uid = 0L;
        if (hash >= 0)
        {
            if (!long.TryParse(rest.AsSpan(hash + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out uid)) return false;
            rest = rest[..hash];
        }
        foreach (var name in rest.Split('/', StringSplitOptions.RemoveEmptyEntries)) at = new ChildActorPath(at, name, 0);
        actorPath = uid == 0 ? at : at.WithUid(uid);
        return true;
    }

    public static string FormatPathElements(IEnumerable<string> pathElements) => "/" + string.Join('/', pathElements);

    public string ToStringWithoutAddress() => _parent is null ? "/" + Name.TrimStart('/') : FormatPathElements(Elements);

    public string ToStringWithUid() => Uid == 0 ? ToString() : string.Create(CultureInfo.InvariantCulture, $"{this}#{Uid}");

    public string ToStringWithAddress() => ToStringWithAddress(Address);

    /// <summary>The path as seen from elsewhere: <paramref name="address"/> stands in for one that only this process understands.</summary>
    public string ToStringWithAddress(Address address) => (Address.HasGlobalScope ? Address : address) + ToStringWithoutAddress();

    public string ToSerializationFormat() => ToSerializationFormatWithAddress(Address);

    public string ToSerializationFormatWithAddress(Address address) =>
        Uid == 0 ? ToStringWithAddress(address) : string.Create(CultureInfo.InvariantCulture, $"{ToStringWithAddress(address)}#{Uid}");

    public int CompareTo(ActorPath? other)
    {
        if (other is null) return 1;
        if (ReferenceEquals(this, other)) return 0;
        var order = string.CompareOrdinal(Address.ToString(), other.Address.ToString());
        if (order != 0) return order;
        var (mine, theirs) = (Elements, other.Elements);
        for (var at = 0; at < mine.Count && at < theirs.Count; at++)
        {
            order = string.CompareOrdinal(mine[at], theirs[at]);
            if (order != 0) return order;
        }
        return mine.Count != theirs.Count ? mine.Count - theirs.Count : string.CompareOrdinal(Name, other.Name);
    }

    public bool Equals(ActorPath? other)
    {
        ActorPath? left = this, right = other;
        while (!ReferenceEquals(left, right))
        {
            if (left is null || right is null || left.Name != right.Name || !Equals(left._address, right._address)) return false;
            (left, right) = (left._parent, right._parent);
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode()
    {
        // The nearest names tell paths apart; walking on to the root would only cost time.
        var hash = Name.GetHashCode(StringComparison.Ordinal);
        return _parent is null ? hash : HashCode.Combine(hash, _parent.Name.GetHashCode(StringComparison.Ordinal));
    }

    public override string ToString() => Address + ToStringWithoutAddress();
}

/// <summary>The top of a system's tree: its address.</summary>
public sealed class RootActorPath : ActorPath
{
    public RootActorPath(Address address, string name = "")
        : base(address, name)
    {
    }
}

/// <summary>Any place below the root.</summary>
public sealed class ChildActorPath : ActorPath
{
    public ChildActorPath(ActorPath parentPath, string name, long uid)
        : base(parentPath, name, uid)
    {
    }
}
