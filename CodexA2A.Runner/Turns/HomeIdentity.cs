using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace CodexA2A.Runner.Turns;

/// <summary>The identity of a Codex home: a random id in a file in it (contracts.md §6), made on first use.</summary>
internal static class HomeIdentity
{
    private const string FileName = "a2a-home-id";

    /// <summary>Reads the identity of <paramref name="codexHome"/>, which exists, or gives it one. All who come at the same time get the same.</summary>
    /// <exception cref="IOException">It can be neither read nor made.</exception>
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

            // Written whole under another name, which then gets the right one as well: of two runners one wins and both read it.
            var draft = path + "." + RandomNumberGenerator.GetHexString(8, lowercase: true);
            try
            {
                using (var file = new FileStream(draft, FileMode.CreateNew))
                {
                    file.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(32, lowercase: true)));
                    file.Flush(flushToDisk: true);
                }

                Publish(draft, path, overwrite: attempt > 0);
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another was first.
            }
            finally
            {
                File.Delete(draft);
            }
        }
    }

    // An empty file is only replaced where a disk has lost what was in it. File.Move looks whether there is one and then renames, so on
    // Unix two can both find nothing there. A link is made or not.
    private static void Publish(string draft, string path, bool overwrite)
    {
        if (overwrite || OperatingSystem.IsWindows() || (Link(Name(draft), Name(path)) != 0 && !File.Exists(path)))
        {
            File.Move(draft, path, overwrite);
        }
    }

    private static byte[] Name(string path) => [.. Encoding.UTF8.GetBytes(path), 0];

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] from, byte[] to);
}
