#!/usr/bin/env bash
# Publishes codex-a2a as one native executable for this machine's platform, into artifacts/native/publish or the given folder,
# and beside it codex-a2a.cdx.json: what it is made of, as a bill of materials (CycloneDX).
set -euo pipefail
folder=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")"
output=${1:-$PWD/artifacts/native/publish}
[[ $output == /* ]] || output=$folder/$output

fail() {
  printf 'native.sh: %s\n' "$1" >&2
  exit 1
}

# In this folder, where global.json is, dotnet itself says whether an SDK fits.
if ! command -v dotnet >/dev/null || ! dotnet --version >/dev/null 2>&1; then
  fail "the .NET SDK $(sed -n 's/^ *"version": *"\([0-9.]*\)".*/\1/p' global.json), or a later 10.0 one, is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
fi
if ! command -v clang >/dev/null && ! command -v gcc >/dev/null; then
  fail "a C linker is missing. Install clang or gcc (Debian and Ubuntu: apt-get install gcc; macOS: xcode-select --install)."
fi

rm -rf "$output"
# Its symbols are not given out, so none are made.
dotnet publish CodexA2A.Cli -c Release -p:NativeAot=true -p:NativeDebugSymbols=false -o "$output" --nologo -v q --tl:off >&2 ||
  fail "the native publish failed; the lines above say why."

# What was restored for this very publish; the program that reads it wants it under a project's name.
bill() {
  local work code=0
  work=$(mktemp -d) || return 1
  mkdir -p "$work/obj/CodexA2A.Cli" &&
    cp artifacts/native/obj/project.assets.json "$work/obj/CodexA2A.Cli/" &&
    dotnet tool restore >&2 &&
    dotnet tool run dotnet-CycloneDX -- CodexA2A.Cli/CodexA2A.Cli.csproj --output "$output" --output-format Json --filename codex-a2a.cdx.json \
      --disable-package-restore --base-intermediate-output-path "$work" --no-serial-number \
      --set-name codex-a2a --set-version "$(sed -n 's/.*<Version>\(.*\)<.*/\1/p' Directory.Build.props)" >&2 || code=$?
  rm -rf "$work"
  return "$code"
}
bill || fail "the bill of materials could not be written; the lines above say why."
printf '%s\n' "$output/codex-a2a"
