namespace CodexA2A.EndToEnd.Harness;

/// <summary>
/// The real Codex behind a script that can hold back the start of a turn, or everything Codex says after it, so that a test can
/// kill the service exactly there; or lose what stops a turn. When the service is dead it passes nothing on any more, and ends with Codex.
/// </summary>
internal sealed class HeldCodex() : ScriptInFront("held", $$"""
    service=$PPID
    # A signal still reaches one that is dead and not yet parted with.
    alive() {
      kill -0 $service 2>/dev/null && ! grep -q '^State:.Z' /proc/$service/status 2>/dev/null
    }
    wait_while() {
      while [ -e "$1" ]; do
        alive || exit
        sleep 0.05
      done
    }
    while IFS= read -r line; do
      case $line in
        *'"method":"turn/start"'*)
          [ -e hold ] && : > held && wait_while hold
          [ -e mute ] && : > muted ;;
        *'"method":"thread/start"'*)
          [ -e hold-thread ] && : > held && wait_while hold-thread ;;
        *'"method":"turn/interrupt"'*)
          [ -e deaf ] && continue ;;
      esac
      printf '%s\n' "$line"
    done | '{{Places.Codex}}' "$@" | while IFS= read -r line; do
      wait_while muted
      printf '%s\n' "$line"
    done
    exec >&-
    # The service may have closed its end and not be dead yet.
    for wait in 1 2 3 4 5 6 7 8; do
      alive || { : > gone; exit; }
      sleep 0.05
    done
    """)
{
    /// <summary>From now on a turn/start waits before Codex.</summary>
    public void HoldTurnStart() => Put("hold");

    /// <summary>From now on a thread/start waits before Codex, and all that comes after it.</summary>
    public void HoldThreadStart() => Put("hold-thread");

    /// <summary>What waits goes on.</summary>
    public void LetGo()
    {
        Remove("hold-thread");
        Remove("hold");
    }

    /// <summary>From the next turn/start on, which reaches Codex, nothing of what Codex says comes back.</summary>
    public void MuteAfterTurnStart() => Put("mute");

    /// <summary>From now on nothing of what Codex says comes back.</summary>
    public void Mute() => Put("muted");

    /// <summary>From now on no turn/interrupt reaches Codex, and none is answered.</summary>
    public void Deafen() => Put("deaf");

    /// <summary>Something waits.</summary>
    public Task HeldAsync(CancellationToken cancellationToken) => FileAsync("held", cancellationToken);

    /// <summary>After a kill of the service: returns when this Codex is gone, and lets the next one pass everything.</summary>
    public async Task GoneAsync(CancellationToken cancellationToken)
    {
        await FileAsync("gone", cancellationToken);
        Array.ForEach(["hold", "held", "mute", "muted", "gone"], Remove);
    }
}
