using System.Threading.Channels;
using CodexA2A.Runner.AppServer;

namespace CodexA2A.Runner.Exec;

/// <summary>A command that runs, as its loop knows it.</summary>
internal interface IExecProcess
{
    /// <summary>When Codex was asked for it, by the clock: before Codex's own time begins.</summary>
    long Begun { get; }

    /// <summary>Its exit code, behind all its output; fails with an <see cref="AppServerException"/> when Codex could not run it, or died.</summary>
    Task<int> Result { get; }

    /// <summary>What it prints.</summary>
    ChannelReader<AppServerMessage> Messages { get; }

    /// <summary><paramref name="wake"/> is called when there is something to read, and when it has ended.</summary>
    void Wake(Action wake);

    /// <summary>Types into it, and closes its input.</summary>
    Task WriteAsync(string? deltaBase64, bool close, CancellationToken cancellationToken);

    /// <summary>Changes the size of its terminal.</summary>
    Task ResizeAsync(int rows, int cols, CancellationToken cancellationToken);

    /// <summary>Ends it and all that it started. Its result follows; never faults.</summary>
    Task TerminateAsync();

    /// <summary>Kills what is left of it.</summary>
    void KillRest();
}
