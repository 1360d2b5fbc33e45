using System.Text;
using CodexA2A.Cli.Configuration;

namespace CodexA2A.Architecture.Tests.Configuration;

/// <summary>The environment names of the Python service, for whoever brings an env file along.</summary>
internal static class EarlierNames
{
    private const string Head = """

        ## Environment names of the Python service

        An env file written for codex-a2a in Python works with the command `codex-a2a` ([how to move](migration.md)): these names are read too. A name that is set together with its new key, to another value, ends the start. `codex-a2a call` reads its token from `A2A_TOKEN`, else `A2A_CLIENT_BEARER_TOKEN`.

        | name | sets |
        |---|---|

        """;

    private const string Ignored = """

        These have no meaning here; the start says so and goes on.

        | name | why |
        |---|---|

        """;

    public static string Text()
    {
        var page = new StringBuilder(Head);
        var names = PredecessorNames.All.Values.OrderBy(name => name.Name, StringComparer.Ordinal).ToList();
        foreach (var name in names.Where(name => name.Keys.Count > 0))
            page.Append($"| `{name.Name}` | {string.Join(", ", name.Keys.Select(key => $"`{key}`"))} |\n");
        page.Append(Ignored);
        foreach (var name in names.Where(name => name.Reason is not null))
            page.Append($"| `{name.Name}` | {name.Reason} |\n");
        return page.ToString();
    }
}
