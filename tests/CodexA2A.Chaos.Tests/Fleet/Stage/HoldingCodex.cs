using CodexA2A.Chaos.Tests.Fleet.Turns;
using CodexA2A.EndToEnd.Harness;

namespace CodexA2A.Chaos.Tests.Fleet.Stage;

/// <summary>
/// The real Codex behind a script that holds back the start of each turn whose message wants it, once. When its runner is dead it
/// ends, and Codex with it.
/// </summary>
internal sealed class HoldingCodex(string folder)
{
    /// <summary>The program.</summary>
    public string Executable { get; } = Write(Directory.CreateDirectory(Path.Combine(folder, "holding-codex")).FullName);

    private string Folder => Path.GetDirectoryName(Executable)!;

    /// <summary>The start of this turn is held back now.</summary>
    public bool Holds(string name) => Directory.Exists(Path.Combine(Folder, "held-" + name));

    /// <summary>It is held back no more.</summary>
    public void LetGo(string name) => File.WriteAllText(Path.Combine(Folder, "go-" + name), "");

    private static string Write(string folder)
    {
        var path = Path.Combine(folder, "codex");
        File.WriteAllText(path, $$"""
            #!/bin/sh
            runner=$PPID
            folder='{{folder}}'
            while IFS= read -r line; do
              case $line in
                *'"method":"turn/start"'*'point={{TurnPoint.BeforeTurnStart}}'*)
                  rest=${line#*'#{{TurnText.Scenario}} name='}
                  name=${rest%% *}
                  if mkdir "$folder/held-$name" 2>/dev/null; then
                    while [ ! -e "$folder/go-$name" ]; do
                      kill -0 $runner 2>/dev/null || exit
                      sleep 0.05
                    done
                  fi ;;
              esac
              printf '%s\n' "$line"
            done | '{{Places.Codex}}' "$@"
            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}
