#!/usr/bin/env bash
# Installs the native codex-a2a (./native.sh) with its unit; run it again for an upgrade. It writes no secret and starts nothing.
# It takes the program that lies beside its own folder, as in an archive of a release, else what ./native.sh built, or --from FOLDER.
#   install.sh [--from FOLDER] [--prefix /usr/local] [--instance NAME]...
# With DESTDIR set it only lays the files out below that folder, for a package or a test.
set -euo pipefail
export LC_ALL=C # In other locales a range of letters has more of them.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
from=$here/..
[[ -f $from/codex-a2a && -x $from/codex-a2a ]] || from=$here/../../artifacts/native/publish
prefix=/usr/local
root=${DESTDIR-}
instances=()

fail() {
  printf 'install.sh: %s\n' "$1" >&2
  exit 1
}

while (($#)); do
  case $1 in
    --from | --prefix | --instance)
      [[ -n ${2-} ]] || fail "$1 needs a value."
      case $1 in
        --from) from=$2 ;;
        --prefix) prefix=$2 ;;
        *)
          [[ $2 =~ ^[A-Za-z0-9][A-Za-z0-9_.-]*$ ]] || fail "an instance is named with letters, digits, '_', '-' and '.', and begins with a letter or digit, not \"$2\"."
          [[ $2 != example ]] || fail "example.env is the template: an instance must have another name."
          instances+=("$2")
          ;;
      esac
      shift 2
      ;;
    *) fail "$1 is not understood. Usage: install.sh [--from FOLDER] [--prefix FOLDER] [--instance NAME]..." ;;
  esac
done
# Nothing that a shell, sed or systemd reads as more than a path, and no way out of it.
[[ $prefix =~ ^(/[A-Za-z0-9_.+-]+)+$ && ! $prefix/ =~ /\.\.?/ ]] || fail "--prefix must be an absolute path of letters, digits and '_', '.', '+', '-', not \"$prefix\"."
[[ -x $from/codex-a2a ]] || fail "there is no codex-a2a in $from. Build it with ./native.sh, or name its folder with --from."
[[ -n $root || $(id -u) == 0 ]] || fail "only root can install a unit. With DESTDIR set nobody needs to be."

program=$prefix/lib/codex-a2a
install -d -m 0755 "$root$program" "$root$prefix/bin" "$root/etc/systemd/system" "$root/etc/codex-a2a"
# A running program cannot be written to; it can be replaced, and goes on with the old one.
for file in "$from"/*; do
  [[ -f $file ]] || continue
  mode=0644
  [[ ! -x $file || $file == *.so ]] || mode=0755
  install -m "$mode" "$file" "$root$program/.new"
  mv -f "$root$program/.new" "$root$program/$(basename "$file")"
done
ln -sfn "$program/codex-a2a" "$root$prefix/bin/codex-a2a"
sed "s|^ExecStart=/usr/local/lib/codex-a2a/|ExecStart=$program/|" "$here/codex-a2a@.service" >"$root/etc/systemd/system/.codex-a2a.new"
chmod 0644 "$root/etc/systemd/system/.codex-a2a.new"
mv -f "$root/etc/systemd/system/.codex-a2a.new" "$root/etc/systemd/system/codex-a2a@.service"
install -m 0644 "$here/example.env" "$root/etc/codex-a2a/example.env"

for name in "${instances[@]+"${instances[@]}"}"; do
  [[ -e $root/etc/codex-a2a/$name.env ]] || install -m 0644 "$here/example.env" "$root/etc/codex-a2a/$name.env"
  install -d -m 0700 "$root/etc/codex-a2a/$name.credentials"
done

if [[ -z $root ]]; then
  if ! id -u codex-a2a >/dev/null 2>&1; then
    useradd --system --user-group --home-dir /var/lib/codex-a2a --no-create-home --shell /usr/sbin/nologin codex-a2a
  fi
  [[ ! -d /run/systemd/system ]] || systemctl daemon-reload
fi

echo "Installed $program/codex-a2a and codex-a2a@.service."
for name in "${instances[@]+"${instances[@]}"}"; do
  cat <<TEXT
$name: settings in /etc/codex-a2a/$name.env. Its token is the one thing that is missing; keep it, callers need it:
  codex-a2a token | install -m 0600 /dev/stdin /etc/codex-a2a/$name.credentials/A2A_BEARER_TOKEN
  systemctl enable --now codex-a2a@$name && codex-a2a probe
TEXT
done
