namespace CodexA2A.AppHost.Settings.Tests;

/// <summary>The files of the repository.</summary>
internal static class Tree
{
    public static string Read(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "CodexA2A.sln")))
        {
            folder = folder.Parent!;
        }

        return File.ReadAllText(Path.Combine(folder.FullName, file));
    }
}
