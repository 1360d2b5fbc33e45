namespace CodexA2A.Architecture.Tests;

/// <summary>Fails with every finding on a line of its own; xunit's own collection message cuts them short.</summary>
internal static class Findings
{
    public static void None(IEnumerable<string?> findings)
    {
        var all = findings.ToList();
        if (all.Count > 0) Assert.Fail($"{all.Count} found:\n  {string.Join("\n  ", all)}");
    }
}
