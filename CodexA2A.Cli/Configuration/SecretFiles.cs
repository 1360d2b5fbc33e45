using System.Formats.Tar;
using System.Text;

namespace CodexA2A.Cli.Configuration;

/// <summary>
/// Reads a folder with a file for each secret: its name is an environment name, its content the value. That is how systemd hands
/// over credentials (<c>$CREDENTIALS_DIRECTORY</c>), and Docker and Kubernetes secrets.
/// </summary>
internal static class SecretFiles
{
    /// <summary>Where systemd puts what a unit loads.</summary>
    public const string CredentialsVariable = "CREDENTIALS_DIRECTORY";

    private const int MaxBytes = 1024 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The values by environment name; one end of line at the end of a file is not part of its value, and an empty file is no secret.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="passedOver">Files whose name is none, so that a misspelt one is told. Hidden ones (Kubernetes keeps its own there) are not.</param>
    /// <exception cref="FormatException">A file cannot be a secret: it is too large, no text, or no regular file.</exception>
    public static IReadOnlyDictionary<string, string> Read(string folder, out IReadOnlyList<string> passedOver)
    {
        var files = new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Name[0] != '.').OrderBy(file => file.Name, StringComparer.Ordinal)
            .ToLookup(file => EnvFile.IsName(file.Name));
        passedOver = [.. files[false].Select(file => file.Name)];
        return files[true].Select(file => KeyValuePair.Create(file.Name, Value(file))).Where(secret => secret.Value.Length > 0)
            .ToDictionary(StringComparer.Ordinal);
    }

    private static string Value(FileInfo file)
    {
        // The target is what counts: in Kubernetes each file is a link.
        var target = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (target.Length > MaxBytes)
        {
            throw new FormatException($"{file.Name} is larger than {MaxBytes} bytes.");
        }

        if (target.Length == 0)
        {
            return IsRegular(target) ? "" : throw new FormatException($"{file.Name} is not a regular file.");
        }

        string text;
        try
        {
            text = Strict.GetString(File.ReadAllBytes(target.FullName)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException($"{file.Name} is not UTF-8 text.");
        }

        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }

    /// <summary>
    /// True of a file that is no pipe, socket or device. All of those have no length, and to open one can wait for ever; only the
    /// entry that it would be in an archive says what it is without opening it.
    /// </summary>
    private static bool IsRegular(FileInfo empty)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true))
        {
            writer.WriteEntry(empty.FullName, "file");
        }

        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()?.EntryType == TarEntryType.RegularFile;
    }
}
