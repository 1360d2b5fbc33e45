using System.Globalization;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>The real Codex behind a script that kills the runner which started it, at the start of a turn, as often as it is armed for.</summary>
internal sealed class PoisonCodex : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("codex-a2a-poison-").FullName;

    public PoisonCodex()
    {
        File.WriteAllText(Executable, $$"""
            #!/bin/sh
            cd "$(dirname "$0")" || exit
            runner=$PPID
            while IFS= read -r line; do
              case $line in
                *'"method":"turn/start"'*)
                  for dose in dose-*; do
                    # Of two that reach for the same one gets it.
                    [ -e "$dose" ] && mv "$dose" "taken-$dose" 2>/dev/null && kill -9 $runner && exit
                  break; done ;;
              esac
              printf '%s\n' "$line"
            done | '{{Places.Codex}}' "$@"
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Executable, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    public string Executable => Path.Combine(_folder, "codex");

    /// <summary>The next so many turns that are started kill their runner.</summary>
    public void Arm(int times)
    {
        for (var i = 0; i < times; i++)
        {
            File.WriteAllText(Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"dose-{i}")), "");
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
