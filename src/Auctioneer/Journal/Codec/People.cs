using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace AkkaAuction.Auctioneer.Journal.Codec;

/// <summary>Somebody whose name is kept apart from the facts.</summary>
/// <param name="Number">What facts call the person, from 1.</param>
/// <param name="Name">The name; null: erased.</param>
/// <param name="Token">The token that proves a bidder; null: it has none, or it is erased.</param>
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
/// Who the numbers in facts are. Facts name persons by number, so that a name can be erased (docs/journal.md) and the chain of hashes, which is made
/// over the facts, still holds; the fact that introduces a number holds a commitment to the name, so that names cannot be exchanged either. One
/// thread at a time adds; any thread looks.
/// </summary>
internal sealed class People
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _shared = new(StringComparer.Ordinal);
    private readonly List<Person> _byNumber = [];
    private readonly Lock _adding = new();

    /// <summary>The number that the next person gets.</summary>
    public int NextNumber
    {
        get
        {
            lock (_adding) return _byNumber.Count + 1;
        }
    }

    public IReadOnlyList<Person> All
    {
        get
        {
            lock (_adding) return [.. _byNumber];
        }
    }

    /// <summary>A person who is not in the journal yet.</summary>
    /// <param name="number">The number it will have.</param>
    public static Person New(int number, string name, string? token) => new(number, name, token, RandomNumberGenerator.GetBytes(16));

    public void Add(Person person)
    {
        lock (_adding)
        {
            if (person.Number != _byNumber.Count + 1) throw new FormatException($"person {person.Number} is out of order");
            _byNumber.Add(person);
        }
        // Who is in a catalogue as a seller before saying HELLO has two numbers: the later one, which has the token, is used from then on.
        if (person.Name is { } name) _numbers[name] = person.Number;
    }

    public bool TryNumber(string name, out int number) => _numbers.TryGetValue(name, out number);

    public bool TryGet(int number, [NotNullWhen(true)] out Person? person)
    {
        lock (_adding) person = number >= 1 && number <= _byNumber.Count ? _byNumber[number - 1] : null;
        return person is not null;
    }

    /// <summary>The name; of an erased person <c>~</c> and the number, which is nobody's name.</summary>
    public string NameOf(int number) =>
        TryGet(number, out var person) ? person.Name ?? $"~{number}" : throw new FormatException($"there is no person {number}");

    /// <summary>One object for all equal names, however many facts hold them.</summary>
    public string Share(string name) => _shared.GetOrAdd(name, name);
}
