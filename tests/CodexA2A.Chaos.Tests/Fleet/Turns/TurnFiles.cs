namespace CodexA2A.Chaos.Tests.Fleet.Turns;

/// <summary>What commands do outside the log: a file for each turn, a line for each time. Paths are relative to the workspace.</summary>
internal static class TurnFiles
{
    private const string Effects = "effects";
    private const string Signs = "signs";

    /// <summary>Makes the folders.</summary>
    public static void Prepare(string workspace)
    {
        Directory.CreateDirectory(Path.Combine(workspace, Effects));
        Directory.CreateDirectory(Path.Combine(workspace, Signs));
    }

    /// <summary>Where the command of a turn writes.</summary>
    public static string Effect(string name) => $"{Effects}/{name}";

    /// <summary>The sign at which a command that waits goes on.</summary>
    public static string Go(string name) => $"{Signs}/{name}";

    /// <summary>Gives that sign.</summary>
    public static void LetGo(string workspace, string name) => File.WriteAllText(Path.Combine(workspace, Go(name)), "");

    /// <summary>How often it happened.</summary>
    public static int Count(string workspace, string name)
    {
        var path = Path.Combine(workspace, Effect(name));
        return File.Exists(path) ? File.ReadAllLines(path).Length : 0;
    }
}
