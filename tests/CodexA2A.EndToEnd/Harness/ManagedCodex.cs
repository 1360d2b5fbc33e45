namespace CodexA2A.EndToEnd.Harness;

/// <summary>
/// The real Codex on a machine whose administrator manages the network of commands: only then does Codex 0.169.0 ask about a host. What
/// says so is /etc/codex/requirements.toml, which is put there for this Codex alone, in a view of the file system of its own (as its
/// sandbox makes one for each command).
/// </summary>
internal sealed class ManagedCodex() : ScriptInFront("managed", $$"""
    [ "$(id -u)" = 0 ] && view=-m || view=-rm
    exec unshare $view sh -c '
      mkdir -p etc && mount --rbind /etc etc && mount -t tmpfs tmpfs /etc || exit 1
      for file in "$PWD"/etc/*; do ln -s "$file" /etc/; done
      rm -f /etc/codex && mkdir /etc/codex || exit 1
      printf "[experimental_network]\nenabled = true\nallow_local_binding = true\n" > /etc/codex/requirements.toml
      exec "$0" "$@"' '{{Places.Codex}}' "$@"
    """)
{
    /// <summary>The settings of Codex that lead what commands say through its proxy.</summary>
    public const string Toml = """
        sandbox_workspace_write.network_access = true
        features.network_proxy.enabled = true
        features.network_proxy.allow_local_binding = true

        """;
}
