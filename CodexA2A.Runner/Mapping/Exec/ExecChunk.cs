using CodexA2A.Runner.AppServer;
using CodexA2A.Runner.AppServer.Protocol;

namespace CodexA2A.Runner.Mapping.Exec;

/// <summary>A piece of what a command prints.</summary>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>; a terminal has only the first.</param>
/// <param name="Bytes">As it was printed; a character may begin in one piece and end in the next.</param>
/// <param name="CapReached">Nothing more of this stream is kept.</param>
internal readonly record struct ExecChunk(string Stream, byte[] Bytes, bool CapReached)
{
    /// <summary>The other stream.</summary>
    public const string Stderr = "stderr";

    private const string Stdout = "stdout";

    /// <summary>Reads it; null for any other message.</summary>
    public static ExecChunk? Read(AppServerMessage message) => message is ExecOutputDeltaNotification output
        ? new ExecChunk(output.Stream == Stderr ? Stderr : Stdout, output.DeltaBase64 ?? [], output.CapReached)
        : null;
}
