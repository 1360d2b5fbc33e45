using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using CodexA2A.ServiceDefaults.Hosting;

namespace CodexA2A.ServiceDefaults.Edge;

/// <summary>The names that a service answers to. Those of this machine itself (localhost, 127.0.0.0/8, ::1) are always among them: no page of elsewhere can have them.</summary>
public sealed class HostList
{
    private const string Everything = "*";

    private readonly FrozenSet<string> _names;
    private readonly string[] _suffixes;

    private HostList(IEnumerable<string> names, IEnumerable<string> suffixes, bool any)
    {
        _names = names.Concat(["localhost", "127.0.0.1", "[::1]"]).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        _suffixes = [.. suffixes];
        IsAny = any;
    }

    /// <summary>True when every name is answered.</summary>
    public bool IsAny { get; }

    /// <summary>Makes a list.</summary>
    /// <param name="entries">Names, <c>*.suffix</c>, addresses, or <c>*</c> for every name.</param>
    public static HostList Of(IEnumerable<string> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var all = entries.ToList();
        return new(
            all.Where(entry => !entry.StartsWith('*')),
            all.Where(entry => entry.StartsWith("*.", StringComparison.Ordinal)).Select(entry => entry[1..]),
            all.Contains(Everything, StringComparer.Ordinal));
    }

    /// <summary>Reads such a list, separated by commas; false when an entry means nothing.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out IReadOnlyList<string>? entries)
    {
        List<string> read = [];
        entries = read;
        foreach (var entry in (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (Entry(entry) is not { } known)
            {
                entries = null;
                return false;
            }

            read.Add(known);
        }

        return true;
    }

    /// <summary>True for a name of the list, and for those of this machine.</summary>
    /// <param name="host">As in the header Host, without the port.</param>
    public bool Names(string host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return _names.Contains(host)
            || Array.Exists(_suffixes, suffix => host.Length > suffix.Length && host.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            || (host.Length > 0 && BindAddresses.IsLoopbackHost(host));
    }

    /// <summary>True when this name is answered.</summary>
    public bool Allows(string host) => IsAny || Names(host);

    private static string? Entry(string entry)
    {
        if (entry == Everything) return entry;
        if (IPAddress.TryParse(entry.Trim('[', ']'), out var address)) return address.ToHost();
        var name = entry.StartsWith("*.", StringComparison.Ordinal) ? entry[2..] : entry;
        return Uri.CheckHostName(name) == UriHostNameType.Dns ? entry : null;
    }
}
