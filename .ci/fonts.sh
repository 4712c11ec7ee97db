#!/usr/bin/env bash
# Installs what the tests need beside Python, as root on Debian: LibreOffice, poppler, and free typefaces that
# stand in for the licensed ones of official documents (docs/ tells which for which), and PostgreSQL's programs.
#
# The tests start a database server of their own; the package is kept from making one that runs as a service.
#
# Fandol is only packed inside texlive-lang-chinese, which would pull in TeX: the package is fetched and its
# font files are taken out, nothing of it is installed. Safe to run again; quick when all is there.
set -euo pipefail

packages=(libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils fonts-noto-cjk fontconfig postgresql)
fandol=/usr/share/fonts/opentype/fandol
faces=(FandolFang-Regular FandolKai-Regular FandolHei-Regular FandolHei-Bold FandolSong-Regular FandolSong-Bold)
updated=""

missing_packages() {
  local package
  for package in "${packages[@]}"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)" = installed ] || echo "$package"
  done
}

has_fandol() {
  local face
  for face in "${faces[@]}"; do
    [ -s "$fandol/$face.otf" ] || return 1
  done
}

retry() { # mirrors and proxies stumble now and then
  local try
  for try in 1 2 3 4; do
    "$@" && return 0
    echo "fonts.sh: try $try failed: $*" >&2
    sleep $((try * 3))
  done
  return 1
}

update_lists() {
  [ -n "$updated" ] || retry apt-get update -qq
  updated=yes
}

make_no_cluster() { # read by postgresql's installation
  local settings=/etc/postgresql-common/createcluster.conf
  [ -e "$settings" ] && return 0
  mkdir -p "${settings%/*}"
  echo "create_main_cluster = false" >"$settings"
}

install_packages() {
  local wanted
  mapfile -t wanted < <(missing_packages)
  [ "${#wanted[@]}" -gt 0 ] || return 0
  update_lists
  make_no_cluster
  retry env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold "${wanted[@]}" >/dev/null
}

install_fandol() {
  has_fandol && return 0
  update_lists
  local work
  work=$(mktemp -d)
  # shellcheck disable=SC2064  # the folder is known now
  trap "rm -rf '$work'" EXIT
  chown _apt "$work" 2>/dev/null || true # apt fetches as its own user where it may
  (cd "$work" && retry apt-get download -qq texlive-lang-chinese)
  dpkg-deb -x "$work"/texlive-lang-chinese_*.deb "$work/unpacked"
  mkdir -p "$fandol"
  find "$work/unpacked" -path '*/fandol/Fandol*.otf' ! -name 'FandolBraille*' -exec cp -f {} "$fandol/" \;
  chmod 644 "$fandol"/*.otf
  fc-cache "$fandol"
  has_fandol
}

install_packages
install_fandol
