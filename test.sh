#!/usr/bin/env bash
# Sets up what the tests need, then runs all of them. Extra arguments go to dotnet test.
# ./test.sh --native FOLDER: the end-to-end tests play the native executable, which is published into that folder beside the other tests.
# ./test.sh --chaos: the whole of tests/CodexA2A.Chaos.Tests instead, of which the others run only what a build has time for.
# ./test.sh --fuzz: a million hostile inputs for each of six parsers instead, of which the others run some hundreds.
# shellcheck disable=SC2317 # The functions are called by name, through phase.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 NPM_CONFIG_UPDATE_NOTIFIER=false
configuration=${CONFIGURATION:-Release}
results=$PWD/TestResults
phases=()
failed=0

fail() {
  printf 'test.sh: %s\n' "$1" >&2
  exit 1
}

# phase NAME COMMAND...: runs it and notes how long it took. Inside, set -e has no force: every step says || return 1.
phase() {
  local name=$1 begun=$SECONDS code=0
  shift
  printf '\n== %s\n' "$name"
  "$@" || code=$?
  phases+=("$(printf '%5d s  %s%s' "$((SECONDS - begun))" "$name" "$([[ $code == 0 ]] || echo '  FAILED')")")
  return "$code"
}

report() {
  printf '\n== time\n'
  printf '%s\n' "${phases[@]-}"
}
trap report EXIT

tools() {
  local wanted
  wanted=$(sed -n 's/^ *"version": *"\([0-9.]*\)".*/\1/p' global.json)
  if ! command -v dotnet >/dev/null || ! dotnet --version >/dev/null 2>&1; then
    fail "the .NET SDK $wanted, or a later 10.0 one, is missing. Install it: https://dotnet.microsoft.com/download/dotnet/10.0"
  fi
  if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
    fail "Node.js 20 or later with npm is missing. Install it: https://nodejs.org"
  fi
  [[ $(node -p 'process.versions.node.split(".")[0]') -ge 20 ]] || fail "Node.js $(node --version) is too old; 20 or later is needed."
  command -v git >/dev/null || fail "git is missing. Install it with your package manager."
  printf 'dotnet %s, node %s, npm %s\n' "$(dotnet --version)" "$(node --version)" "$(npm --version)"
}

# The scripts of this repository; shellcheck is fetched where that can be done without asking, and needed in CI only.
scripts() {
  local files=(run.sh test.sh native.sh .ci/run deploy/systemd/install.sh deploy/systemd/uninstall.sh)
  if ! command -v shellcheck >/dev/null && [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    { apt-get install -y --no-install-recommends shellcheck || { apt-get update && apt-get install -y --no-install-recommends shellcheck; }; } \
      >/dev/null 2>&1 || true
  fi
  if command -v shellcheck >/dev/null; then
    shellcheck "${files[@]}" || return 1
    echo "${files[*]}: no findings"
  elif [[ ${CI-} == true ]]; then
    fail "shellcheck is missing. Install it: apt-get install shellcheck"
  else
    local file
    for file in "${files[@]}"; do bash -n "$file" || return 1; done
    echo "shellcheck is not installed; only the syntax was checked"
  fi
}

# Line breaks and blanks as .editorconfig has them; npm is waited for meanwhile, and needed.
format() {
  local code=0 npm
  packages >"$results/npm.log" 2>&1 &
  npm=$!
  dotnet format whitespace . --folder --verify-no-changes || code=1
  wait "$npm" || { cat "$results/npm.log"; fail "the packages of npm are missing; the lines above say why."; }
  return "$code"
}

# The tests start a Redis of their own (tests/CodexA2A.Tasks.Tests/Redis), unless CODEXA2A_TEST_REDIS names a running one.
redis() {
  if [[ -n ${CODEXA2A_TEST_REDIS-} ]]; then
    echo "a running Redis is used (CODEXA2A_TEST_REDIS)"
    return
  fi
  if ! command -v redis-server >/dev/null && [[ $(id -u) == 0 ]] && command -v apt-get >/dev/null; then
    # Only the program: no service is started for it.
    local policy=/usr/sbin/policy-rc.d made=0
    if [[ ! -e $policy ]]; then
      printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy" && made=1
    fi
    { apt-get install -y --no-install-recommends redis-server || { apt-get update && apt-get install -y --no-install-recommends redis-server; }; } \
      >/dev/null 2>&1 || true
    [[ $made == 0 ]] || rm -f "$policy"
  fi
  command -v redis-server >/dev/null || fail "redis-server 7.0 or later is missing. Install it (Debian, Ubuntu: apt-get install redis-server; macOS: brew install redis), or name a running one in CODEXA2A_TEST_REDIS."
  redis-server --version
}

packages() {
  npm ci --ignore-scripts --no-audit --no-fund --prefix tests/codex || return 1
  npm ci --ignore-scripts --no-audit --no-fund --prefix tests/interop-js
}

build() {
  local log=$results/build.log code=0 compiler=()
  # One compiler for all projects, wherever it is turned off, too: it warms up once, and ends with the build.
  [[ ${CI-} != true ]] || compiler=(-p:UseSharedCompilation=true)
  dotnet build CodexA2A.sln -c "$configuration" --nologo -v q --tl:off ${compiler[@]+"${compiler[@]}"} >"$log" 2>&1 || { cat "$log"; code=1; }
  [[ ${CI-} != true ]] || dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1
  # Advisories of the package feed do not break the build; they are shown instead.
  grep -Eo 'warning NU190[0-9]: .*' "$log" | sort -u || true
  return "$code"
}

# What the feed knows against the packages of each project, those they bring along included. Printed; it breaks no build, because it
# changes by itself. Of the AppHost nothing is built here, so the projects are named and not the whole solution.
advisories() {
  local project projects=()
  for project in */*.csproj tests/*/*.csproj; do
    [[ $project == *AppHost/* || $project == *AppHost.Tests/* ]] || projects+=("\"${project//\//\\\\}\"")
  done
  printf '{"solution":{"path":"%s/CodexA2A.sln","projects":[%s]}}\n' "$PWD" "$(IFS=,; echo "${projects[*]}")" >"$results/packages.slnf"
  dotnet list "$results/packages.slnf" package --vulnerable --include-transitive ||
    echo "the package feed did not answer; nothing is known of its advisories"
}

# module NAME ARGUMENTS: the tests of one project. Where arguments choose some, it may have none of them (8), but not every project.
module() {
  local name=$1 code=0
  shift
  dotnet "tests/$name/bin/$configuration/net10.0/$name.dll" --no-ansi --progress off \
    --results-directory "$results" --report-trx --report-trx-filename "$name.trx" "$@" || code=$?
  [[ $code == 8 ]] || : >"$results/found"
  [[ $code != 8 || $# == 0 ]] || code=0
  return "$code"
}

native_form() {
  local begun=$SECONDS
  ./native.sh "$native" >"$results/native.log" 2>&1 || { cat "$results/native.log"; return 1; }
  printf 'The native executable took %d s.\n' "$((SECONDS - begun))"
}

tests() {
  # The longest of them begins first, if need be as soon as its executable is there. It waits more than it computes, as the native
  # compiler does, so the others are played beside it; last the one that starts the service, too.
  local code=0 longest folder name
  if [[ -n $native ]]; then native_form & else module CodexA2A.EndToEnd "$@" & fi
  longest=$!
  for folder in tests/*.Tests; do
    name=${folder#tests/}
    # The AppHost needs packages that the default solution does not build with.
    [[ $name != CodexA2A.Chaos.Tests && $name != CodexA2A.AppHost.Tests ]] || continue
    module "$name" "$@" || code=$?
  done
  if [[ -n $native ]]; then
    wait "$longest" || code=$?
    [[ ! -e $native/codex-a2a ]] || export CODEX_A2A_TEST_SERVICE=$native/codex-a2a
    module CodexA2A.EndToEnd "$@" &
    longest=$!
  fi
  module CodexA2A.Chaos.Tests "$@" || code=$?
  wait "$longest" || code=$?
  unset CODEX_A2A_TEST_SERVICE
  [[ -e $results/found ]] || { echo "no test matches"; code=8; }
  return "$code"
}

chaos() {
  CODEX_A2A_CHAOS=full dotnet test --project tests/CodexA2A.Chaos.Tests -c "$configuration" --no-build \
    --results-directory "$results" --report-trx --output Detailed "$@"
}

fuzz() {
  local code=0 project
  for project in Api Runner; do
    CODEX_A2A_FUZZ=${CODEX_A2A_FUZZ:-1000000} dotnet test --project "tests/CodexA2A.$project.Tests" -c "$configuration" --no-build \
      --results-directory "$results" --report-trx --filter-namespace "CodexA2A.$project.Tests.Fuzz" "$@" || code=$?
  done
  return "$code"
}

# The same store tests on Valkey, where that is installed.
valkey() {
  CODEXA2A_TEST_REDIS_SERVER=valkey-server dotnet test --project tests/CodexA2A.Tasks.Tests -c "$configuration" --no-build \
    --results-directory "$results" --report-trx --filter-namespace 'CodexA2A.Tasks.Tests.Redis'
}

only=
native=
if [[ ${1-} == --native ]]; then
  native=${2:?a folder for the native executable}
  shift 2
elif [[ ${1-} == --chaos || ${1-} == --fuzz ]]; then
  only=${1#--}
  shift
fi
rm -rf "$results"
mkdir -p "$results"
phase tools tools
phase scripts scripts || failed=1
phase redis redis
phase 'format, and npm packages (Codex, A2A client)' format || failed=1
phase build build
phase advisories advisories
if [[ -n $only ]]; then
  phase "$only" "$only" "$@" || failed=1
  exit "$failed"
fi
phase tests tests "$@" || failed=1
if [[ -z ${CODEXA2A_TEST_REDIS-} && $# == 0 ]] && command -v valkey-server >/dev/null; then
  phase 'store tests on Valkey' valkey || failed=1
fi
exit "$failed"
