using System.Globalization;

namespace CodexA2A.EndToEnd.Harness;

/// <summary>The real Codex behind a script that kills the runner which started it, at the start of a turn, as often as it is armed for.</summary>
internal sealed class PoisonCodex() : ScriptInFront("poison", $$"""
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
    """)
{
    /// <summary>The next so many turns that are started kill their runner.</summary>
    public void Arm(int times)
    {
        for (var i = 0; i < times; i++)
        {
            Put(string.Create(CultureInfo.InvariantCulture, $"dose-{i}"));
        }
    }
}
