using System.Security.Cryptography;

namespace CodexA2A.Api.Extensions.Exec;

/// <summary>The <c>request</c> of <c>codex.exec.start</c>, checked.</summary>
/// <param name="Line">The command and its arguments as they were written.</param>
/// <param name="Words">The program and its arguments.</param>
/// <param name="ProcessId">The caller's name of it; null where it gives none.</param>
internal sealed record ExecRequest(string Line, IReadOnlyList<string> Words, string? ProcessId)
{
    /// <summary>The output of each stream that is kept where nothing else is asked: 1 MiB.</summary>
    public const int DefaultOutputBytes = 1024 * 1024;

    /// <summary>The most that can be asked, and what there is without a cap: 64 MiB.</summary>
    public const int MaxOutputBytes = 64 * 1024 * 1024;

    private const int MaxTimeout = 7 * 24 * 3600 * 1000;
    private const int MaxLine = 32 * 1024;
    private const int MaxSize = 4096;
    private const int MaxProcessId = 64;

    /// <summary>Where it stands.</summary>
    public const string ProcessField = "request.process_id";

    /// <summary>With a terminal.</summary>
    public bool Tty { get; private init; }

    /// <summary>Lines of the terminal.</summary>
    public int? Rows { get; private init; }

    /// <summary>Columns of the terminal.</summary>
    public int? Cols { get; private init; }

    /// <summary>Most output of each stream, bytes.</summary>
    public int OutputBytesCap { get; private init; }

    /// <summary>How long it may run, milliseconds; null for as long as the service lets it.</summary>
    public int? TimeoutMs { get; private init; }

    /// <summary>A name that nobody guesses.</summary>
    public static string NewProcessId() => $"exec-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    /// <summary>Reads it.</summary>
    /// <exception cref="A2AException">InvalidParams, naming the field.</exception>
    public static ExecRequest Read(MethodParams given)
    {
        var request = given.Nested(
            "request", "command", "arguments", "process_id", "tty", "rows", "cols", "output_bytes_cap", "disable_output_cap", "timeout_ms", "disable_timeout");
        var (command, arguments) = (ReadLine(request, "command") is { Length: > 0 } line ? line : request.Text("command"), ReadLine(request, "arguments"));
        IReadOnlyList<string> words = [.. CommandWords.Split(command, request.Field("command")), .. CommandWords.Split(arguments, request.Field("arguments"))];
        if (words is not [{ Length: > 0 }, ..]) throw A2AException.InvalidParams(request.Field("command"), "must name a program");
        var tty = request.OptionalFlag("tty") ?? true;
        var (rows, cols) = (request.OptionalNumber("rows", 1, MaxSize), request.OptionalNumber("cols", 1, MaxSize));
        if (rows is null != cols is null) throw A2AException.InvalidParams(request.Field(rows is null ? "rows" : "cols"), "is required: rows and cols are given together");
        if (rows is not null && !tty) throw A2AException.InvalidParams(request.Field("rows"), "is for a command with a terminal; leave it out, or tty");
        var (cap, noCap) = (request.OptionalNumber("output_bytes_cap", 1, MaxOutputBytes), request.OptionalFlag("disable_output_cap") ?? false);
        if (cap is not null && noCap) throw A2AException.InvalidParams(request.Field("disable_output_cap"), "cannot be true together with output_bytes_cap");
        var (timeout, noTimeout) = (request.OptionalNumber("timeout_ms", 1, MaxTimeout), request.OptionalFlag("disable_timeout") ?? false);
        if (timeout is not null && noTimeout) throw A2AException.InvalidParams(request.Field("disable_timeout"), "cannot be true together with timeout_ms");
        return new ExecRequest(arguments.Length == 0 ? command : $"{command} {arguments}", words, request.OptionalText("process_id") is { } id ? CheckId(id) : null)
        {
            Tty = tty,
            Rows = rows,
            Cols = cols,
            OutputBytesCap = cap ?? (noCap ? MaxOutputBytes : DefaultOutputBytes),
            TimeoutMs = timeout,
        };
    }

    /// <summary>The name of a command, as it may be.</summary>
    /// <exception cref="A2AException">InvalidParams.</exception>
    public static string CheckId(string id) => id.Length is > 0 and <= MaxProcessId && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')
        ? id : throw A2AException.InvalidParams(ProcessField, $"must be 1 to {MaxProcessId} letters, digits, dots, underscores or dashes");

    private static string ReadLine(MethodParams request, string name) =>
        (request.OptionalText(name) ?? "").Trim() is var line && line.Length <= MaxLine && !line.Contains('\0', StringComparison.Ordinal)
            ? line : throw A2AException.InvalidParams(request.Field(name), $"must have at most {MaxLine} characters, none of them 0");
}
