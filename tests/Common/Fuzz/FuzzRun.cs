using System.Globalization;

namespace CodexA2A.Testing;

/// <summary>
/// Plays a parser with hostile input: first what is kept in tests/fixtures/fuzz, then made ones, <c>CODEX_A2A_FUZZ</c> of them
/// (600 unless it says otherwise; <c>./test.sh --fuzz</c> takes a million), in pieces, each a test of its own.
/// </summary>
internal static class FuzzRun
{
    private const int Piece = 20_000;

    private static readonly int Inputs = int.Parse(Environment.GetEnvironmentVariable("CODEX_A2A_FUZZ") ?? "600", CultureInfo.InvariantCulture);

    /// <summary>The numbers of the pieces, for a theory.</summary>
    public static TheoryData<int> Pieces => [.. Enumerable.Range(0, (Inputs + Piece - 1) / Piece)];

    /// <summary>The inputs of a piece.</summary>
    /// <param name="name">The parser: a folder of kept inputs, one in each file.</param>
    /// <param name="seeds">Good inputs.</param>
    /// <param name="piece">Which piece; the first one begins with what is kept.</param>
    public static IEnumerable<FuzzInput> Of(string name, IReadOnlyList<byte[]> seeds, int piece)
    {
        var kept = Kept(name);
        if (piece == 0)
        {
            foreach (var (file, bytes) in kept)
            {
                yield return new FuzzInput(file, bytes);
            }
        }

        var mutator = new Mutator([.. seeds, .. kept.Select(static one => one.Bytes)]);
        for (var number = piece * Piece; number < Math.Min(Inputs, (piece + 1) * Piece); number++)
        {
            yield return new FuzzInput($"{name} {number}", mutator.Input(number));
        }
    }

    private static List<(string File, byte[] Bytes)> Kept(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CodexA2A.sln")))
        {
            folder = folder.Parent;
        }

        var kept = Path.Combine(folder!.FullName, "tests", "fixtures", "fuzz", name);
        return [.. Directory.EnumerateFiles(kept).Order(StringComparer.Ordinal).Select(static file => (Path.GetFileName(file), File.ReadAllBytes(file)))];
    }
}

/// <summary>One hostile input.</summary>
/// <param name="Name">Its number or its file.</param>
/// <param name="Bytes">What it is.</param>
internal sealed record FuzzInput(string Name, byte[] Bytes)
{
    /// <summary>What a failed test says of it: enough to keep it.</summary>
    public override string ToString() => $"{Name}: put these bytes (base64) into a file of tests/fixtures/fuzz: {Convert.ToBase64String(Bytes)}";
}
