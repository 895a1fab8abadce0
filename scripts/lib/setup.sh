# shellcheck shell=bash
# What scripts/demo and scripts/test need of a machine: found by command, installed where missing and possible.

apt_updated=

say() { if [ -t 2 ]; then printf '\033[1m==> %s\033[0m\n' "$*" >&2; else printf '==> %s\n' "$*" >&2; fi; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Runs a command as root: as we are, or by sudo, which may ask for a password.
as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# install WHAT PACKAGE...
install() {
    local what=$1
    shift
    if ! command -v apt-get >/dev/null; then
        fail "$what is missing. Install it with this machine's package manager (on Debian: $*) and start this again"
    fi
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        fail "$what is missing, and there is no sudo. As root run: apt-get install $*"
    fi
    say "Installing $what: $*"
    if [ -z "$apt_updated" ]; then
        as_root apt-get update -qq || fail "apt-get update failed; is this machine online? Needed: $*"
        apt_updated=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq -o Dpkg::Use-Pty=0 --no-install-recommends "$@" >&2 || fail "could not install $*"
}

# Whether a PostgreSQL program is here, looked for where Otklik looks.
postgres_program() {
    local folder
    for folder in ${OTKLIK_PG_BIN:+"$OTKLIK_PG_BIN"} /usr/lib/postgresql/*/bin /usr/pgsql-*/bin \
        /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin /opt/homebrew/bin \
        /Applications/Postgres.app/Contents/Versions/*/bin /usr/local/pgsql/bin; do
        [ -x "$folder/$1" ] && return
    done
    command -v "$1" >/dev/null
}

need_compiler() {
    command -v cc >/dev/null || install 'a C compiler' build-essential
}

need_rust() {
    local wanted=1.95 found
    # rustup puts cargo where a fresh shell may not look yet.
    command -v cargo >/dev/null || PATH="$PATH:$HOME/.cargo/bin"
    command -v cargo >/dev/null || fail "Rust is missing. Install it from https://rustup.rs (version $wanted or newer)"
    found=$(cargo --version | cut -d' ' -f2)
    [ "$(printf '%s\n' "$wanted" "$found" | sort -V | head -n1)" = "$wanted" ] ||
        fail "Rust $found is too old: $wanted is needed. Run: rustup update stable"
}

need_postgres() {
    postgres_program postgres && return
    # Otklik runs a cluster of its own: Debian's package need not make and start one. A machine's own choice stays.
    local choices=/etc/postgresql-common
    if command -v apt-get >/dev/null && [ ! -e "$choices" ] && { [ "$(id -u)" = 0 ] || command -v sudo >/dev/null; }; then
        as_root mkdir -p "$choices/createcluster.d"
        echo 'create_main_cluster = false' | as_root tee "$choices/createcluster.d/otklik.conf" >/dev/null
    fi
    install PostgreSQL postgresql
}

need_pgbench() {
    postgres_program pgbench || install pgbench postgresql-contrib
}

need_browser() {
    local browser=chromium driver=chromium-driver
    # Ubuntu calls them so, and brings them as snaps.
    if grep -qs '^ID=ubuntu' /etc/os-release; then browser=chromium-browser driver=chromium-chromedriver; fi
    command -v chromedriver >/dev/null || install 'chromedriver, for the browser tests,' "$driver"
    { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null ||
        install 'Chromium, for the browser tests,' "$browser"
    # Without Cyrillic letters a picture of a page shows boxes.
    command -v fc-list >/dev/null || install 'fc-list, to see the fonts,' fontconfig
    [ -n "$(fc-list :lang=ru)" ] || install 'a font with Russian letters' fonts-dejavu-core
}

# The Python whose mail server the tests talk to; Debian's own where another Python comes first in PATH.
need_mail_server() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -c 'import aiosmtpd' 2>/dev/null; then
            export OTKLIK_TEST_PYTHON=$python
            return
        fi
    done
    install 'aiosmtpd, a mail server for the tests,' python3 python3-aiosmtpd
    /usr/bin/python3 -c 'import aiosmtpd' || fail 'python3-aiosmtpd is installed, but /usr/bin/python3 cannot import it'
    export OTKLIK_TEST_PYTHON=/usr/bin/python3
}

# The tests make certificates for a mail server of their own.
need_openssl() {
    command -v openssl >/dev/null || install 'openssl, for the mail tests,' openssl
}

need_certificates() {
    [ -e /etc/ssl/certs/ca-certificates.crt ] || [ ! -e /etc/debian_version ] || install 'the list of certificate authorities' ca-certificates
}
