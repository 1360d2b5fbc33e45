#!/usr/bin/env bash
# Removes what install.sh installed. Settings, secrets and data stay, unless --purge is given, which removes them all for good.
#   uninstall.sh [--prefix /usr/local] [--purge]
# With DESTDIR set it works below that folder only.
set -euo pipefail
export LC_ALL=C # In other locales a range of letters has more of them.
prefix=/usr/local
root=${DESTDIR-}
purge=

fail() {
  printf 'uninstall.sh: %s\n' "$1" >&2
  exit 1
}

while (($#)); do
  case $1 in
    --prefix)
      [[ -n ${2-} ]] || fail "$1 needs a value."
      prefix=$2
      shift 2
      ;;
    --purge)
      purge=1
      shift
      ;;
    *) fail "$1 is not understood. Usage: uninstall.sh [--prefix FOLDER] [--purge]" ;;
  esac
done
# Nothing that a shell reads as more than a path, and no way out of it.
[[ $prefix =~ ^(/[A-Za-z0-9_.+-]+)+$ && ! $prefix/ =~ /\.\.?/ ]] || fail "--prefix must be an absolute path of letters, digits and '_', '.', '+', '-', not \"$prefix\"."
[[ -n $root || $(id -u) == 0 ]] || fail "only root can remove a unit. With DESTDIR set nobody needs to be."

if [[ -z $root && -d /run/systemd/system ]]; then
  # Each drains first, for as long as its unit lets it.
  mapfile -t units < <(systemctl list-units --all --plain --no-legend 'codex-a2a@*.service' | cut -d ' ' -f 1)
  ((${#units[@]} == 0)) || systemctl disable --now "${units[@]}"
fi

rm -f "$root/etc/systemd/system/codex-a2a@.service" "$root$prefix/bin/codex-a2a"
rm -rf "$root$prefix/lib/codex-a2a"
if [[ -n $purge ]]; then
  rm -rf "$root/etc/codex-a2a" "$root/var/lib/codex-a2a" "$root/var/cache/codex-a2a"
  if [[ -z $root ]] && id -u codex-a2a >/dev/null 2>&1; then
    userdel codex-a2a
  fi
else
  rm -f "$root/etc/codex-a2a/example.env"
  echo "Kept: /etc/codex-a2a (settings, secrets) and /var/lib/codex-a2a (tasks, Codex's homes). --purge removes them."
fi
[[ -n $root || ! -d /run/systemd/system ]] || systemctl daemon-reload
