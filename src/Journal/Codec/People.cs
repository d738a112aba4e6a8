using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AkkaAuction.Journal.Codec;

/// <summary>Somebody whose name is kept apart from the facts.</summary>
/// <param name="Number">What facts call the person, from 1.</param>
/// <param name="Name">The name; null: erased.</param>
/// <param name="Token">
/// The hash of the token that proves a bidder (<see cref="TokenHash"/>), in a journal of version 1 the token itself; null: it has none, or
/// it is erased.
/// </param>
/// <param name="Salt">What makes the commitment unguessable; null: erased.</param>
internal sealed record Person(int Number, string? Name, string? Token, byte[]? Salt)
{
    /// <summary>What stands in the chain for the name and the token: from it nobody learns them, and nothing else fits it.</summary>
    public string Commitment()
    {
        var text = Encoding.UTF8.GetBytes($"{Name}\n{Token}");
        return Convert.ToHexStringLower(SHA256.HashData([.. Salt!, .. text]));
    }
}

/// <summary>
/// Who the numbers in facts are. Facts name persons by number, so that a name can be erased (docs/operate/erase.md) and the chain of
/// hashes, which is made over the facts, still holds; the fact that introduces a number holds a commitment to the name, so that names
/// cannot be exchanged either. One thread at a time adds; any thread looks.
/// </summary>
/// <param name="chance">Where salts come from; null: the system's cryptographic source, as in every house that serves anybody.</param>
internal sealed class People(RandomNumberGenerator? chance = null)
{
    private readonly RandomNumberGenerator _chance = chance ?? RandomNumberGenerator.Create();
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();
    private volatile Person[] _byNumber = [];
    private volatile int _count;

    /// <summary>The number that the next person gets.</summary>
    public int NextNumber => _count + 1;

    public IReadOnlyList<Person> All => _byNumber[.._count];

    /// <summary>A person who is not in the journal yet.</summary>
    /// <param name="number">The number it will have.</param>
    public Person New(int number, string name, string? token)
    {
        var salt = new byte[16];
        _chance.GetBytes(salt);
        return new Person(number, name, token, salt);
    }

    public void Add(Person person)
    {
        lock (_adding)
        {
            if (person.Number != _count + 1) throw new FormatException($"person {person.Number} is out of order");
            var all = _byNumber;
            if (_count == all.Length) Array.Resize(ref all, Math.Max(16, _count * 2));
            all[_count] = person;
            _byNumber = all;
            _count++;
        }
        // Who is in a catalogue as a seller before saying HELLO has two numbers: the later one, which has the token, is used from then on.
        if (person.Name is { } name) _numbers[name] = person.Number;
    }

    public bool TryNumber(string name, out int number) => _numbers.TryGetValue(name, out number);

    public bool TryGet(int number, [NotNullWhen(true)] out Person? person)
    {
        // The count is written last: whoever sees it sees the person too.
        person = number >= 1 && number <= _count ? _byNumber[number - 1] : null;
        return person is not null;
    }

    /// <summary>The name; of an erased person <c>~</c> and the number, which is nobody's name.</summary>
    public string NameOf(int number) =>
        TryGet(number, out var person) ? person.Name ?? $"~{number}" : throw new FormatException($"there is no person {number}");

    /// <summary>One object for all equal names, however many facts hold them.</summary>
    public string Share(string name) => _shared.GetOrAdd(name, name);
}
