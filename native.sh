#!/usr/bin/env bash
# Publishes codex-a2a as one native executable for this machine's platform, into artifacts/native/publish or the given folder.
set -euo pipefail
folder=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
output=${1:-$PWD/artifacts/native/publish}
[[ $output == /* ]] || output=$folder/$output

fail() {
  printf 'native.sh: %s\n' "$1" >&2
  exit 1
}

command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
if ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
  fail "a C linker is missing. Install clang or gcc (Debian and Ubuntu: apt-get install gcc; macOS: xcode-select --install)."
fi

rm -rf "$output"
dotnet publish CodexA2A.Cli -c Release -p:NativeAot=true -o "$output" --nologo -v q --tl:off >&2 ||
  fail "the native publish failed; the lines above say why."
printf '%s\n' "$output/codex-a2a"
