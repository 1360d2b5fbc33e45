using System.Security.Cryptography;

namespace CodexA2A.Runner.Turns;

/// <summary>The identity of a Codex home: a random id in a file in it (contracts.md §6), made on first use.</summary>
internal static class HomeIdentity
{
    private const string FileName = "a2a-home-id";

    /// <summary>Reads the identity of <paramref name="codexHome"/>, which exists, or gives it one.</summary>
    public static string ReadOrCreate(string codexHome)
    {
        var path = Path.Combine(codexHome, FileName);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var text = File.ReadAllText(path).Trim();
                if (text.Length > 0)
                {
                    return text;
                }
            }
            catch (FileNotFoundException)
            {
                // The first runner of this home.
            }

            // Written whole under another name, then moved without overwriting: of two runners one wins and both read it.
            var draft = path + "." + RandomNumberGenerator.GetHexString(8, lowercase: true);
            File.WriteAllText(draft, RandomNumberGenerator.GetHexString(32, lowercase: true));
            try
            {
                File.Move(draft, path, overwrite: attempt > 0);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(draft);
            }
        }
    }
}
