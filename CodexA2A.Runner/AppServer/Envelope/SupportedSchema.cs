using System.Reflection;

namespace CodexA2A.Runner.AppServer.Envelope;

/// <summary>The shape that this service was made for, and the builds of Codex that are known to have it.</summary>
internal static class SupportedSchema
{
    private const string Resource = "CodexA2A.Runner.Envelope.supported.txt";
    private const string Build = "# build ";

    private static readonly Lazy<string> Embedded = new(Load);
    private static readonly Lazy<SchemaShape> Parsed = new(() => SchemaShape.Parse(Embedded.Value));

    /// <summary>The shape.</summary>
    public static SchemaShape Shape => Parsed.Value;

    /// <summary>The whole resource.</summary>
    public static string Text => Embedded.Value;

    /// <summary><see cref="BuildPrint"/>s of executables whose shape was compared when it was made.</summary>
    public static IReadOnlyList<string> Builds { get; } =
        [.. Embedded.Value.Split('\n').Where(line => line.StartsWith(Build, StringComparison.Ordinal)).Select(line => line[Build.Length..])];

    private static string Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
