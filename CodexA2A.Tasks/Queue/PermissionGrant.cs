using System.Text.Json;
using System.Text.Json.Nodes;

namespace CodexA2A.Tasks;

/// <summary>
/// What of the rights that an agent asked for is granted: a true subset, by value. A path is the same path or none of the asked:
/// one below it may lead elsewhere. Pure.
/// </summary>
public static class PermissionGrant
{
    private const string NotAsked = "was not asked for";

    /// <summary>The granted rights without what was not asked for; what is denied in the request stays denied.</summary>
    /// <param name="asked">The request: <c>network</c> and <c>fileSystem</c>.</param>
    /// <param name="granted">The answer, in the same shape.</param>
    /// <param name="refused">Takes what was left out, by its path in <paramref name="granted"/>.</param>
    public static JsonObject Narrow(JsonObject asked, JsonObject granted, ICollection<FieldViolation> refused)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(granted);
        ArgumentNullException.ThrowIfNull(refused);
        var result = new JsonObject();
        foreach (var (name, value) in granted)
        {
            if (value is null) continue;
            if (name is not ("network" or "fileSystem" or "file_system"))
            {
                refused.Add(new FieldViolation(Name(name), NotAsked));
            }
            else if (value is not JsonObject given)
            {
                refused.Add(new FieldViolation(name, "must be an object"));
            }
            else if (name == "network")
            {
                Set(result, name, Network(asked[name] as JsonObject ?? [], given, refused));
            }
            else if (result.ContainsKey("fileSystem"))
            {
                refused.Add(new FieldViolation(name, "is given twice"));
            }
            else
            {
                Set(result, "fileSystem", GrantedFiles.Narrow(asked["fileSystem"] as JsonObject ?? [], given, name, refused));
            }
        }

        return result;
    }

    /// <summary>A member's name as it may go back to its sender.</summary>
    internal static string Name(string name) => name.Length <= 64 ? name : name[..64];

    private static JsonObject? Network(JsonObject asked, JsonObject given, ICollection<FieldViolation> refused)
    {
        JsonObject? result = null;
        foreach (var (name, value) in given)
        {
            if (value is null) continue;
            if (name != "enabled")
            {
                refused.Add(new FieldViolation($"network.{Name(name)}", NotAsked));
            }
            else if (value.GetValueKind() is not (JsonValueKind.True or JsonValueKind.False))
            {
                refused.Add(new FieldViolation("network.enabled", "must be true or false"));
            }
            else if (value.GetValueKind() == JsonValueKind.True && asked["enabled"]?.GetValueKind() != JsonValueKind.True)
            {
                refused.Add(new FieldViolation("network.enabled", NotAsked));
            }
            else
            {
                result = new JsonObject { [name] = value.DeepClone() };
            }
        }

        return result;
    }

    private static void Set(JsonObject target, string name, JsonObject? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }
}
