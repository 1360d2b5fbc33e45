using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CodexA2A.Runner.Mapping.Streams;
using CodexA2A.Runner.Patches;

namespace CodexA2A.Runner.Mapping.Items;

/// <summary>
/// The patch of a turn as parts: the patch as text, and the manifest of the changed files as data. The manifest says whether both are
/// complete, and if not, why. Pure.
/// </summary>
internal static class PatchParts
{
    /// <summary>The media type of the patch.</summary>
    public const string MediaType = "text/x-diff";

    /// <summary>Value of <c>kind</c> in the manifest.</summary>
    public const string Kind = "changed_files";

    /// <summary>The parts.</summary>
    /// <param name="patch">What the files show.</param>
    /// <param name="text">The patch: that, or where there is none what Codex told.</param>
    /// <param name="told">The files that Codex told of; shown where what the files show is not known.</param>
    public static IReadOnlyList<Part> Of(TurnPatch patch, string text, IReadOnlyList<ChangedFile> told)
    {
        var files = patch.Text is null && patch.Files.Count == 0 ? told : patch.Files;
        var (list, omitted) = Fit(files);
        var bytes = Encoding.UTF8.GetBytes(text);
        var manifest = new JsonObject
        {
            ["kind"] = Kind,
            ["complete"] = patch.Text is not null && patch.Gaps.Count == 0 && omitted == 0,
            ["reasons"] = new JsonArray([.. patch.Gaps.Select(gap => (JsonNode)gap)]),
            ["base_commit"] = patch.BaseCommit,
        };
        if (patch.BaseDirty is { } dirty)
        {
            manifest["base_dirty"] = dirty;
        }

        manifest["patch_bytes"] = bytes.Length;
        manifest["patch_sha256"] = Convert.ToHexStringLower(SHA256.HashData(bytes));
        manifest["files"] = list;
        if (omitted > 0)
        {
            manifest["omitted_files"] = omitted;
        }

        return [Part.FromText(text, MediaType), Part.FromData(manifest, "application/json")];
    }

    private static (JsonArray List, int Omitted) Fit(IReadOnlyList<ChangedFile> files)
    {
        var list = new JsonArray();
        var left = EventSizes.Manifest;
        foreach (var file in files)
        {
            var json = Entry(file);
            left -= Encoding.UTF8.GetByteCount(json.ToJsonString()) + 1;
            if (left < 0)
            {
                return (list, files.Count - list.Count);
            }

            list.Add((JsonNode)json);
        }

        return (list, 0);
    }

    private static JsonObject Entry(ChangedFile file)
    {
        var json = new JsonObject
        {
            ["path"] = file.Path,
            ["kind"] = file.Kind,
            ["before_sha256"] = file.Before,
            ["after_sha256"] = file.After,
        };
        if (file.OldPath is not null)
        {
            json["old_path"] = file.OldPath;
        }

        if (file.Mode is not null)
        {
            json["mode"] = file.Mode;
        }

        return json;
    }
}
