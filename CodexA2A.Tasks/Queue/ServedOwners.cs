using System.Collections.Frozen;

namespace CodexA2A.Tasks;

/// <summary>Whose sessions and calls a runner takes. Immutable.</summary>
public sealed class ServedOwners
{
    private readonly FrozenSet<OwnerName> _names;
    private readonly bool _only;

    private ServedOwners(IEnumerable<OwnerName> names, bool only) => (_names, _only) = (names.ToFrozenSet(), only);

    /// <summary>Everybody's.</summary>
    public static ServedOwners Everybody { get; } = new([], only: false);

    /// <summary>Theirs and nobody else's.</summary>
    public static ServedOwners Only(IEnumerable<OwnerName> names) => new(names, only: true);

    /// <summary>All but theirs.</summary>
    public static ServedOwners AllBut(IEnumerable<OwnerName> names) => new(names, only: false);

    /// <summary>Whether this one's are taken. What is nobody's (<see cref="Owner.Nobody"/>) may be taken by any runner.</summary>
    public bool Includes(Owner owner) => owner == Owner.Nobody || IsNamed(owner) == _only;

    /// <summary>For people.</summary>
    public override string ToString() => (_only, _names.Count) switch
    {
        (false, 0) => "everybody",
        (false, _) => $"all but {Names}",
        _ => $"only {Names}",
    };

    private string Names => string.Join(", ", _names.Select(name => $"'{name}'").Order(StringComparer.Ordinal));

    private bool IsNamed(Owner owner) => _names.Contains(new OwnerName(owner.Tenant, owner.Principal)) || _names.Contains(new OwnerName(owner.Tenant, null));
}
