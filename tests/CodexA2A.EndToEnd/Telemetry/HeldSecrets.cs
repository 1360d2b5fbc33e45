using System.Security.Cryptography;
using System.Text.Json.Nodes;
using CodexA2A.Testing;

namespace CodexA2A.EndToEnd.Telemetry;

/// <summary>
/// Secrets of a service, each in a place of its own: its environment, the settings there, a folder of secrets, a file of credentials,
/// and what a test gives it besides.
/// </summary>
internal sealed class HeldSecrets
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private readonly string[] _all = Make(100);
    private readonly List<string> _bearers = [];
    private int _taken;

    /// <param name="folder">Where its files are.</param>
    public HeldSecrets(string folder)
    {
        CredentialsFile = Path.Combine(folder, "credentials.json");
        Folder = Directory.CreateDirectory(Path.Combine(folder, "secrets")).FullName;
        File.WriteAllText(CredentialsFile, Credentials("filed", 5).ToJsonString());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(CredentialsFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Write("Push__SigningKey", Next());
        foreach (var i in Enumerable.Range(0, 5)) Write($"A2A__BearerTokens__foldered{i}", NextBearer());
        foreach (var i in Enumerable.Range(0, 10)) Write($"CANARY_FILE_{i}", Next());
        Environment = new() { ["A2A__CredentialsFile"] = CredentialsFile, ["A2A__StaticAuthCredentials"] = Credentials("set", 3).ToJsonString() };
        foreach (var i in Enumerable.Range(0, 5)) Environment[$"A2A__BearerTokens__caller{i}"] = NextBearer();
        foreach (var i in Enumerable.Range(0, 30)) Environment[$"CANARY_SECRET_{i}"] = Next();
    }

    public IReadOnlyList<string> All => _all;

    /// <summary>How many are nowhere yet.</summary>
    public int Left => _all.Length - _taken;

    /// <summary>The tokens that open the service.</summary>
    public IReadOnlyList<string> Bearers => _bearers;

    /// <summary>What its environment is to have.</summary>
    public Dictionary<string, string?> Environment { get; }

    /// <summary>The folder for <c>--secrets</c>.</summary>
    public string Folder { get; }

    private string CredentialsFile { get; }

    /// <summary>One that is nowhere yet.</summary>
    public string Next() => _all[_taken++];

    /// <summary>
    /// Random ones, of ASCII letters and digits as every <see cref="Disguise"/> wants it. Their end makes each of them another one in upper
    /// and in lower case, and its hexadecimal digits too.
    /// </summary>
    public static string[] Make(int count) => [.. Enumerable.Range(0, count).Select(_ => RandomNumberGenerator.GetString(Alphabet, 22) + "Kk")];

    private JsonArray Credentials(string name, int ofEach) => new([.. Enumerable.Range(0, ofEach).SelectMany(i => (JsonNode[])
    [
        new JsonObject { ["scheme"] = "basic", ["username"] = $"user-{name}-{i}", ["password"] = Next() },
        new JsonObject { ["scheme"] = "apikey", ["principal"] = $"machine-{name}-{i}", ["token"] = Next() },
        new JsonObject { ["scheme"] = "bearer", ["principal"] = $"caller-{name}-{i}", ["token"] = NextBearer() },
    ])]);

    private string NextBearer()
    {
        _bearers.Add(Next());
        return _bearers[^1];
    }

    private void Write(string name, string secret) => File.WriteAllText(Path.Combine(Folder, name), secret + "\n");
}
