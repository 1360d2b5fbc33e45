using System.Text.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Threads;

/// <summary>
/// Finds the skills that a message names among those that Codex has for the folder of the turn: clients are told names and no paths, and
/// Codex passes over a skill that it does not know.
/// </summary>
internal static class SkillGuard
{
    private const int MaxNamed = 20;

    /// <summary>The request with the path of each skill. One that names none is given back as it is.</summary>
    /// <exception cref="TurnRefusedException">With the skills there are.</exception>
    /// <exception cref="AppServerException">Codex cannot be asked.</exception>
    public static async Task<TurnRequest> FindAsync(AppServerClient client, TurnRequest request, string folder, CancellationToken cancellationToken)
    {
        if (!request.Input.Any(input => input is SkillInput))
        {
            return request;
        }

        var page = await client.ListSkillsAsync(new SkillsListParams([folder]), cancellationToken);
        var skills = page.Data.SelectMany(entry => Skills(entry)).ToArray();
        return request with { Input = [.. request.Input.Select(input => input is SkillInput skill ? Find(skill, skills, folder) : input)] };
    }

    private static SkillInput Find(SkillInput named, (string Name, string Path)[] skills, string folder)
    {
        var found = skills.Where(skill => skill.Name == named.Name && (named.Path.Length == 0 || skill.Path == Path.GetFullPath(named.Path, folder))).ToArray();
        return found.Length > 0 ? new SkillInput(named.Name, found[0].Path) : throw new TurnRefusedException("SKILL_UNKNOWN",
            $"This agent has no skill \"{named.Name}\" in this folder{(named.Path.Length == 0 ? "" : " at that path")}. It has: {Names(skills)}.");
    }

    private static string Names((string Name, string Path)[] skills) =>
        skills.Length == 0 ? "none" : string.Join(", ", skills.Select(skill => skill.Name).Distinct().Take(MaxNamed));

    private static IEnumerable<(string Name, string Path)> Skills(JsonElement folder) => !folder.TryGetProperty("skills", out var skills) || skills.ValueKind != JsonValueKind.Array ? []
        : skills.EnumerateArray()
            .Where(skill => !skill.TryGetProperty("enabled", out var enabled) || enabled.ValueKind != JsonValueKind.False)
            .Select(skill => (Text(skill, "name"), Text(skill, "path")))
            .Where(skill => skill is { Item1.Length: > 0, Item2.Length: > 0 });

    private static string Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
