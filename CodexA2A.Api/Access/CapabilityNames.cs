namespace CodexA2A.Api.Access;

/// <summary>Capabilities as settings and errors write them. Pure.</summary>
internal static class CapabilityNames
{
    /// <summary>The predecessor's names. They stand beside all that a credential has anyway, so a list of them alone takes nothing away.</summary>
    private static readonly (string Name, Capability Grants)[] Earlier = [("turn_control", Capability.Control), ("exec_control", Capability.Exec | Capability.Shell)];

    private static readonly (string Name, Capability Grants)[] Own =
    [
        ("read", Capability.Read), ("send", Capability.Send), ("control", Capability.Control), ("review", Capability.Review),
        ("exec", Capability.Exec | Capability.Shell), ("answer", Capability.Answer), ("metrics", Capability.Metrics), ("admin", Capability.Admin | Capability.Metrics),
    ];

    /// <summary>What a credential has that lists nothing: all but what must be given by name.</summary>
    public const Capability Default =
        Capability.Read | Capability.Send | Capability.Control | Capability.Review | Capability.Answer | Capability.Shell | Capability.Metrics;

    /// <summary>The list that grants nothing. It has what is no name: an empty one, and so any copy that loses it, leaves <see cref="Default"/>.</summary>
    public static IReadOnlyList<string> Nothing { get; } = ["(nothing)"];

    /// <summary>The names that a list may have.</summary>
    public static IEnumerable<string> All => Own.Concat(Earlier).Select(one => one.Name);

    /// <summary>
    /// What a list grants: exactly what it names, and of what is no name nothing. Only one that is empty or has the predecessor's names
    /// alone leaves what a credential has without it.
    /// </summary>
    public static Capability Read(IReadOnlyList<string> listed)
    {
        var (granted, exact) = (Capability.None, false);
        for (var i = 0; i < listed.Count; i++)
        {
            if (Find(Earlier, listed[i]) is { } earlier)
            {
                granted |= earlier;
                continue;
            }

            exact = true;
            granted |= Find(Own, listed[i]) ?? Capability.None;
        }

        return exact ? granted : granted | Default;
    }

    /// <summary>What to list for a capability.</summary>
    public static string Of(Capability capability) => Array.Find(Own, one => (one.Grants & capability) != 0).Name;

    private static Capability? Find((string Name, Capability Grants)[] among, string name)
    {
        foreach (var one in among)
        {
            if (one.Name == name) return one.Grants;
        }

        return null;
    }
}
