using System.Globalization;
using System.Reflection;

namespace CodexA2A.Runner.AppServer;

/// <summary>
/// Installs the pinned Codex once, from an embedded lock file with <c>npm ci --ignore-scripts</c>, into the cache folder.
/// Built beside its place and moved there, so that an interrupted or a second installation at the same time does no harm.
/// </summary>
/// <param name="time">Clock.</param>
/// <param name="npm">The npm to run; null is the one on PATH.</param>
internal sealed class CodexInstaller(TimeProvider time, string? npm = null)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(24);
    private static readonly string[] Files = ["package.json", "package-lock.json", "npmrc"];

    /// <summary>The pinned executable, installed if need be.</summary>
    /// <param name="environment">Environment of this process; decides the cache folder.</param>
    /// <param name="progress">Gets a line at the start, every few seconds, and at the end.</param>
    /// <param name="cancellationToken">Ends the installation.</param>
    /// <exception cref="CodexUnavailableException">npm is missing or failed; the fix says what to do.</exception>
    public async Task<CodexExecutable> InstallAsync(
        IReadOnlyDictionary<string, string> environment,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        var target = CodexPaths.PinnedInstall(environment);
        if (CodexLocator.Pinned(environment) is { } present)
            return present;
        if (CodexPlatform.Current is null)
        {
            throw new CodexUnavailableException(CodexUnavailableReason.Missing,
                "There is no Codex for this kind of machine.",
                "Codex exists for Linux, macOS and Windows on x64 and arm64. Set Codex:Executable if you built one yourself.");
        }

        var parent = Path.GetDirectoryName(target)!;
        Directory.CreateDirectory(parent);
        RemoveAbandoned(parent, Path.GetFileName(target));
        var folder = Path.Combine(parent, $"{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        Directory.CreateDirectory(folder);
        try
        {
            await WriteFilesAsync(folder, cancellationToken);
            await RunNpmAsync(folder, progress, cancellationToken);
            if (CodexPlatform.NativeBelow(folder) is null)
                throw Failed("npm ended well, but the Codex executable is not there.", null);
            Publish(folder, target);
        }
        finally
        {
            Delete(folder);
        }

        progress?.Report($"Codex {CodexPaths.PinnedVersion} is installed in {target}.");
        return CodexLocator.Pinned(environment) ?? throw Failed($"The Codex executable is not in {target}.", null);
    }

    private static async Task WriteFilesAsync(string folder, CancellationToken cancellationToken)
    {
        foreach (var name in Files)
        {
            await using var resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"CodexA2A.Runner.Pinned.{name}")
                ?? throw new InvalidOperationException($"The resource {name} is not embedded.");
            await using var file = File.Create(Path.Combine(folder, name == "npmrc" ? ".npmrc" : name));
            await resource.CopyToAsync(file, cancellationToken);
        }
    }

    private async Task RunNpmAsync(string folder, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        var running = ToolProcess.RunAsync(
            npm ?? (OperatingSystem.IsWindows() ? "npm.cmd" : "npm"),
            ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"],
            folder, Limit, time, cancellationToken);
        // One that is not there has come back already, with nothing: nothing is being installed.
        if (!running.IsCompletedSuccessfully || running.Result is not null)
            progress?.Report($"Installing Codex {CodexPaths.PinnedVersion} (once, about 100 MB to download) ...");
        ToolResult? result;
        try
        {
            while (await Task.WhenAny(running, Task.Delay(Heartbeat, time, cancellationToken)) != running && !running.IsCompleted)
                progress?.Report(string.Create(CultureInfo.InvariantCulture, $"Installing Codex ... {time.GetElapsedTime(started).TotalSeconds:0} s"));
            result = await running;
        }
        catch (TimeoutException error)
        {
            throw Failed($"npm did not end within {Limit.TotalMinutes:0} minutes.", error);
        }

        if (result is null)
        {
            throw new CodexUnavailableException(CodexUnavailableReason.Missing,
                "Codex is not installed, and npm, which would install it, was not found.",
                "Install Node.js 20 or later (it brings npm), or set Codex:Executable to a Codex executable.");
        }

        if (result.ExitCode != 0)
            throw Failed($"npm ended with exit code {result.ExitCode}: {Cause(result.Error)}", null);
    }

    private static CodexUnavailableException Failed(string what, Exception? inner) => new(CodexUnavailableReason.Missing,
        $"Codex could not be installed. {what}",
        "Check the network and npm's registry setting (npm config get registry), or set Codex:Executable to a Codex executable.", inner);

    // npm names the cause first and ends with advice and the name of its log.
    private static string Cause(string text)
    {
        const string Mark = "npm error";
        var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = lines.Where(line => line.StartsWith(Mark, StringComparison.Ordinal)).Select(line => line[Mark.Length..].Trim()).ToArray();
        return errors.Length > 0 ? string.Join("; ", errors.Take(5)) : string.Join(" ", lines.TakeLast(4));
    }

    private static void Publish(string folder, string target)
    {
        try
        {
            Directory.Move(folder, target);
        }
        catch (IOException) when (CodexPlatform.NativeBelow(target) is not null)
        {
            // Another process was first; its installation is as good.
        }
        catch (IOException) when (Directory.Exists(target))
        {
            // Something incomplete stands there: out of the way, and once more.
            Directory.Move(target, $"{target}.{Guid.NewGuid():N}.tmp");
            Directory.Move(folder, target);
        }
    }

    private void RemoveAbandoned(string parent, string name)
    {
        foreach (var old in Directory.EnumerateDirectories(parent, name + ".*.tmp"))
        {
            if (time.GetUtcNow() - Directory.GetLastWriteTimeUtc(old) > Abandoned)
                Delete(old);
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Left for the next installation to remove.
        }
    }
}
