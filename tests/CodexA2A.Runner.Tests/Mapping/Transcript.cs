using System.Text;
using System.Text.Json;
using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Tests.Mapping;

/// <summary>A recorded turn of the real app-server.</summary>
internal static class Transcript
{
    public static string Folder { get; } = Path.Combine(Root(), "tests", "fixtures", "app-server");

    public static IEnumerable<string> Names => Directory.EnumerateFiles(Folder, "*.ndjson").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal);

    /// <summary>The notifications and requests, each with the time it came at.</summary>
    public static IEnumerable<(AppServerMessage Message, DateTimeOffset At)> Read(string name)
    {
        var now = Codex.Now;
        foreach (var line in File.ReadLines(Path.Combine(Folder, name + ".ndjson")))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            if (!root.TryGetProperty("method", out var method))
            {
                continue;
            }

            var parameters = Encoding.UTF8.GetBytes(root.GetProperty("params").GetRawText());
            if (root.TryGetProperty("emittedAtMs", out var at))
            {
                now = DateTimeOffset.FromUnixTimeMilliseconds(at.GetInt64());
            }

            yield return root.TryGetProperty("id", out var id)
                ? (ServerRequestDecoder.Decode(method.GetString()!, new RequestId(id.GetRawText()), "g1", parameters)!, now)
                : (NotificationDecoder.Decode(method.GetString()!, parameters), now);
        }
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CodexA2A.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests must lie below the folder of CodexA2A.sln.");
    }
}
