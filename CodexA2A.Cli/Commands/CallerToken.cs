using System.CommandLine;

namespace CodexA2A.Cli.Commands;

/// <summary>The bearer token of whoever calls an agent: from a file or the environment, never from the command line, which other users of the machine can read.</summary>
/// <param name="Value">The token; null when none is given.</param>
/// <param name="Problem">Why it cannot be used; null when it can, or there is none.</param>
internal sealed record CallerToken(string? Value, string? Problem)
{
    private const int MaxCharacters = 64 * 1024;

    /// <summary>The option.</summary>
    public static Option<string?> Option() =>
        new("--token-file") { Description = "File with the bearer token. Default: A2A_TOKEN, else A2A_CLIENT_BEARER_TOKEN, from the environment." };

    /// <summary>The token of the file, else that of the environment.</summary>
    /// <param name="file">Path of the file; null when none was named.</param>
    public static CallerToken Of(string? file)
    {
        try
        {
            return Check(file is null ? FromEnvironment() : Read(file), file ?? "A2A_TOKEN");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new CallerToken(null, $"The token cannot be read (--token-file): {exception.Message}");
        }
    }

    /// <summary>The token, or why no header can carry it.</summary>
    internal static CallerToken Check(string? token, string from) => token switch
    {
        "" => new CallerToken(null, $"The token is empty ({from})."),
        not null when token.AsSpan().ContainsAnyExceptInRange('!', '~') =>
            new CallerToken(null, $"The token must be one word of visible ASCII characters; this one has others in it, perhaps a line end ({from})."),
        _ => new CallerToken(token, null),
    };

    private static string? FromEnvironment() => Variable("A2A_TOKEN") ?? Variable("A2A_CLIENT_BEARER_TOKEN");

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string Read(string file)
    {
        using var reader = File.OpenText(file);
        var text = new char[MaxCharacters + 1];
        var length = reader.ReadBlock(text);
        return length <= MaxCharacters ? new string(text, 0, length).TrimEnd('\r', '\n') : throw new IOException($"{file} has more than {MaxCharacters} characters.");
    }
}
