namespace CodexA2A.EndToEnd.Harness;

/// <summary>The real Codex, whose schema says that it asks in another way than it does.</summary>
internal sealed class DriftedCodex() : ScriptInFront("drifted", $$"""
    case "$*" in
      *generate-json-schema*)
        for last; do :; done
        '{{Places.Codex}}' "$@" && sed -i 's/"grantRoot"/"grantFolder"/g' "$last/ServerRequest.json"
        exit ;;
    esac
    exec '{{Places.Codex}}' "$@"
    """);
