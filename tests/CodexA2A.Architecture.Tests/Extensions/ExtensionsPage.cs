using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CodexA2A.Api.Extensions;
using CodexA2A.Api.Hosting;
using CodexA2A.Tasks;

namespace CodexA2A.Architecture.Tests.Extensions;

/// <summary>Writes docs/extensions.md from the registry of extensions and skills.</summary>
internal static class ExtensionsPage
{
    public const string File = "docs/extensions.md";

    private const string Head = """
        # Extensions

        <!-- Generated from CodexA2A.Api/Extensions by tests/CodexA2A.Architecture.Tests. Edit the registry, then see CONTRIBUTING.md, "Generated pages". -->

        What this service adds to A2A, all of it within the protocol: metadata, headers, methods with names of their own. Each extension is on the agent card with its params; methods and errors are on the card for authenticated callers only.

        A client activates an extension by naming its URI, or the older name where there is one, in `A2A-Extensions`; the answer names what was activated, and what is not known is ignored. None needs it unless a setting says so: `A2A:RequiredExtensions` refuses a send without the ones it lists (`EXTENSION_SUPPORT_REQUIRED`), `A2A:EnforceExtensions` refuses a method of an extension that was not named (`EXTENSION_NEGOTIATION_REQUIRED`) ([configuration](configuration.md), [errors](errors.md)). How they are used is shown in [clients.md](clients.md).

        | extension | URI | older name | methods |
        |---|---|---|---|

        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text()
    {
        var page = new StringBuilder(Head);
        foreach (var known in KnownExtensions.All)
        {
            page.Append($"| [{Name(known)}](#{Name(known)}) | `{known.Uri}` | {(known.Alias is null ? "" : $"`{known.Alias}`")} | {Names(known.Methods)} |\n");
        }

        foreach (var known in KnownExtensions.All)
        {
            page.Append($"\n## {Name(known)}\n\n{known.Description}\n\n");
            if (known.Errors.Count > 0) page.Append($"Errors: {Names(known.Errors)}.\n\n");
            page.Append($"{(known.OnExtendedCardOnly ? "It is on the extended card only. Its params there" : "The params on the public card")}, with the limits as they are set by default:\n\n```\n{known.CardParams(ExtensionFacts.From(new SeamOptions(), new A2AOptions()), extended: false).ToJsonString(Indented)}\n```\n");
        }

        page.Append("\n## Skills\n\n| skill | card | name | what it does | methods |\n|---|---|---|---|---|\n");
        foreach (var (skill, methods) in KnownSkills.All.Select(known => (known.Skill, known.Methods)))
        {
            page.Append($"| `{skill.Id}` | {(methods.Count == 0 ? "both" : "extended")} | {skill.Name} | {skill.Description} | {Names(methods)} |\n");
        }

        return page.ToString();
    }

    // urn:codex-a2a:extension:NAME:v1
    private static string Name(KnownExtension known) => known.Uri.Split(':')[^2];

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
