#!/bin/sh
# Everything that can be known without running a test. Each line prints only what is wrong.
set -eu
cd "$(dirname "$0")/.."
# What the caller's shell holds (settings, another project's paths) must not change the verdict.
if [ -z "${CLEAN:-}" ]; then
    exec env -i CLEAN=1 PATH="$PATH" HOME="${HOME:-/}" TMPDIR="${TMPDIR:-/tmp}" sh config/check.sh
fi
PATH=$PWD/.venv/bin:$PATH
VAR_DIR=$(mktemp -d)
export VAR_DIR
trap 'rm -rf "$VAR_DIR"' EXIT

echo "format, lint, types"
ruff format --quiet --check . || { ruff format --diff .; exit 1; }
ruff check --quiet .
mypy --no-error-summary .
find templates -name '*.html' -print0 | xargs -0 -r djade --check --target-version 6.0

echo "migrations"
python manage.py makemigrations --check --dry-run >"$VAR_DIR/migrations" || {
    cat "$VAR_DIR/migrations"
    exit 1
}

echo "settings of a production site"
env SECRET_KEY="$(head -c 48 /dev/urandom | base64)" BASE_URL=https://limber.example HOST=0.0.0.0 \
    DATABASE_URL=postgresql://limber@localhost/limber REDIS_URL=redis://localhost:6379/0 \
    EMAIL_URL=smtp://localhost:25 TRUSTED_PROXY=1 HSTS_SECONDS=31536000 SSL_REDIRECT=1 \
    python manage.py check --deploy --fail-level WARNING >/dev/null

echo "locks hold no address"
if grep -nE '(https?|file)://|--(extra-)?index-url' requirements/*.txt; then
    exit 1
fi
echo "All is well."
