namespace CodexA2A.Api.Cards.Signing;

/// <summary>Reads the keys of cards from their files.</summary>
internal static class SigningKeyFiles
{
    private const long MaxBytes = 64 * 1024;

    /// <summary>The key in a file.</summary>
    /// <exception cref="FormatException">With a sentence that names the file and says what would be right; never what is in it.</exception>
    public static SigningKey Read(string file)
    {
        try
        {
            if (new FileInfo(file).Length > MaxBytes) throw new FormatException("is no key: it is larger than 64 KiB.");
            return SigningKey.Read(File.ReadAllText(file));
        }
        catch (FormatException exception)
        {
            throw new FormatException($"A2A:CardSigningKeyFiles: {file} {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new FormatException($"A2A:CardSigningKeyFiles: {file} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>True when others than its owner can read it.</summary>
    public static bool IsOpen(string file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;
}
