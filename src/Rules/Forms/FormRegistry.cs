using System.Collections.Frozen;
using System.Collections.Immutable;
using AkkaAuction.Rules.Forms.Dutch;
using AkkaAuction.Rules.Forms.Proxy;
using AkkaAuction.Rules.Forms.Reverse;
using AkkaAuction.Rules.Forms.Room;
using AkkaAuction.Rules.Forms.Rounds;
using AkkaAuction.Rules.Forms.Sealed;
using AkkaAuction.Rules.Forms.Turns;
using AkkaAuction.Rules.Lots;

namespace AkkaAuction.Rules.Forms;

/// <summary>
/// The forms this house knows. A new form of the house is its module and one line here; a program registers a form of its own with
/// <see cref="Register"/>. The first look at the forms fixes them: settings, catalogues and the journal all work with the same ones.
/// </summary>
public static class FormRegistry
{
    private static readonly Lock Gate = new();

    private static ImmutableArray<Form> _registered =
    [
        RoundsForm.Instance,
        RoomForm.Instance,
        ProxyForm.Instance,
        FirstPriceForm.Instance,
        SecondPriceForm.Instance,
        DutchForm.Instance,
        KthPriceForm.Instance,
        ReverseForm.Instance,
        ReverseSealedForm.Instance,
        TurnsForm.Instance,
        AllPayForm.Instance,
        EnglishForm.Instance,
    ];

    // Null until the first look.
    private static volatile KnownForms? _known;

    public static ImmutableArray<Form> All => Known.All;

    /// <summary>The form whose lots follow the sale's rounds.</summary>
    public static Form OfTheRounds => Known.OfTheRounds;

    /// <summary>The form of this name; null: none is known, as of a newer house.</summary>
    public static Form? Find(string name) => Known.ByName.GetValueOrDefault(name);

    /// <summary>Adds a form of the program's own, before settings are loaded.</summary>
    /// <exception cref="InvalidOperationException">The forms are in use already.</exception>
    /// <exception cref="ArgumentException">The form cannot stand beside the others; the message says why.</exception>
    public static void Register(Form form)
    {
        ArgumentNullException.ThrowIfNull(form);
        lock (Gate)
        {
            if (_known is not null)
            {
                throw new InvalidOperationException(
                    $"The form {form.Name} is registered too late: register forms first, before HouseSettings.Load.");
            }
            if (Fault(form, _registered) is { } fault) throw new ArgumentException(fault, nameof(form));
            _registered = _registered.Add(form);
        }
    }

    private static KnownForms Known => _known ?? Fix();

    private static KnownForms Fix()
    {
        lock (Gate) return _known ??= new KnownForms(_registered);
    }

    /// <summary>Why a form cannot stand beside others, for the person who wrote it; null: it can.</summary>
    internal static string? Fault(Form form, ImmutableArray<Form> others)
    {
        if (!Names.IsForm(form.Name)) return $"A form's name has 3 to 20 of a-z and _, not \"{form.Name}\".";
        if (others.Any(other => other.Name == form.Name)) return $"There is a form {form.Name} already.";
        if (form.FollowsRounds) return $"Only one form follows the sale's rounds, and {form.Name} cannot be a second one.";
        if (form.Blank.Module != form) return $"The blank terms of the form {form.Name} belong to another form.";
        var kinds = others.SelectMany(other => other.Facts).Select(fact => fact.Name).Concat(FormFact.SharedNames).ToHashSet();
        return form.Facts.Select(fact => fact.Name).FirstOrDefault(kind => !kinds.Add(kind)) is { } taken
            ? $"There is a fact {taken} already; the form {form.Name} needs another name for its own."
            : null;
    }

    /// <summary>The forms once they are fixed.</summary>
    private sealed class KnownForms(ImmutableArray<Form> all)
    {
        public ImmutableArray<Form> All { get; } = all;

        public FrozenDictionary<string, Form> ByName { get; } = all.ToFrozenDictionary(form => form.Name, StringComparer.Ordinal);

        public Form OfTheRounds { get; } = all.Single(form => form.FollowsRounds);
    }
}
