#!/usr/bin/env bash
# Builds the command and runs it where you stand: without arguments the demo, with options the demo with these options,
# with a word (serve, call, doctor, token) that subcommand. Without bash: dotnet run --project CodexA2A.Cli -- demo
set -euo pipefail
here=$PWD
root=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# What the program tells you to type is this script, as you called it.
export CODEX_A2A_COMMAND=$0

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# In the folder of global.json dotnet itself says whether an SDK fits.
cd "$root"
wanted=$(sed -n 's/^ *"version": *"\([0-9.]*\)".*/\1/p' global.json)
if ! command -v dotnet >/dev/null || ! dotnet --version >/dev/null 2>&1; then
  fail "The .NET SDK $wanted, or a later 10.0 one, is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
fi

case "${1-}" in
  '' | --once | --port* | --host* | --workspace* | --data* | --env-file* | --scripts* | --*:*) command=(demo "$@") ;;
  *) command=("$@") ;;
esac

output=$root/CodexA2A.Cli/bin/Release/net10.0
[[ -e $output/codex-a2a.dll ]] || echo "Building; the first time this takes a minute or two." >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if [[ -t 2 ]]; then
  dotnet build CodexA2A.Cli -c Release -v q --nologo >&2 || fail "The build failed."
else
  dotnet build CodexA2A.Cli -c Release -v q --nologo --tl:off >"$log" 2>&1 || { cat "$log" >&2; fail "The build failed."; }
fi
rm -f "$log"

# Back, so that paths and the default workspace are those of the folder you stand in.
# exec: signals reach the service itself, and its process id is this one's.
cd "$here"
exec dotnet "$output/codex-a2a.dll" "${command[@]}"
