namespace CodexA2A.ScriptedModel.Tests.RealCodex;

/// <summary>Places in the source tree.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Fixtures => Path.Combine(Root, "tests", "fixtures", "app-server");

    public static string McpServer => Path.Combine(Root, "tests", "fixtures", "mcp", "echo-server.mjs");

    private static string FindRoot()
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
