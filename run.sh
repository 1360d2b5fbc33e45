#!/usr/bin/env bash
# Builds the command and runs it: without arguments the demo, with options the demo with these options,
# with a word (serve, call, doctor, token) that subcommand. Without bash: dotnet run --project CodexA2A.Cli -- demo
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

command -v dotnet >/dev/null || fail "The .NET 10 SDK is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
dotnet --list-sdks | grep -q '^10\.' || fail "The .NET 10 SDK is missing (there is another one). Install it: https://dotnet.microsoft.com/download/dotnet/10.0"

case "${1-}" in
  '' | --once | --port* | --host* | --workspace* | --data* | --env-file* | --*:*) command=(demo "$@") ;;
  *) command=("$@") ;;
esac

if [[ ${command[0]} == demo || ${command[0]} == serve ]] && ! command -v npm >/dev/null \
  && ! command -v codex >/dev/null && [[ -z ${CODEX_CLI_BIN-}${Codex__Executable-} ]]; then
  fail "npm is missing; it installs Codex once. Install Node.js 20 or later (https://nodejs.org), or set CODEX_CLI_BIN to a Codex."
fi

output=CodexA2A.Cli/bin/Release/net10.0
[[ -e $output/codex-a2a.dll ]] || echo "Building; the first time this takes a minute or two." >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [[ -t 2 ]]; then
  dotnet build CodexA2A.Cli -c Release -v q --nologo >&2 || fail "The build failed."
else
  dotnet build CodexA2A.Cli -c Release -v q --nologo --tl:off >"$log" 2>&1 || { cat "$log" >&2; fail "The build failed."; }
fi
rm -f "$log"

# exec: signals reach the service itself, and its process id is this one's.
exec dotnet "$output/codex-a2a.dll" "${command[@]}"
