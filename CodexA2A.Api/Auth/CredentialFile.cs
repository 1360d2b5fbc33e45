using System.Text;

namespace CodexA2A.Api.Auth;

/// <summary>Reads the file of credentials.</summary>
internal static class CredentialFile
{
    private const long MaxBytes = 1024 * 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Its text; null when no file is named.</summary>
    /// <exception cref="FormatException">With a sentence that names the file and says what would be right; never what is in it.</exception>
    public static string? Read(string? file)
    {
        if (string.IsNullOrEmpty(file)) return null;
        try
        {
            var info = new FileInfo(file);
            // A link may have no length of its own; a pipe has none either, and to open one can wait for ever.
            if ((info.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? info).Length is 0 or > MaxBytes) throw new FormatException("is empty, or larger than 1 MiB; an empty list is [].");
            var text = Strict.GetString(File.ReadAllBytes(file)).TrimStart('\uFEFF');
            return text.AsSpan().Trim() is "" or "null" ? throw new FormatException("has no list; an empty list is [].") : text;
        }
        catch (FormatException exception)
        {
            throw new FormatException($"{CredentialReader.FileSetting}: {file} {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // Of text that is none the message quotes bytes.
            throw new FormatException($"{CredentialReader.FileSetting}: {file} cannot be read: {(exception is DecoderFallbackException ? "it is not UTF-8." : exception.Message)}", exception);
        }
    }

    /// <summary>True when others than its owner can read it.</summary>
    public static bool IsOpen(string file) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;
}
