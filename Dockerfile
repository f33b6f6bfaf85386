# One image for web, worker and beat; docker-compose.yml gives each its command.
FROM python:3.13-slim-bookworm AS packages
COPY requirements/app.txt /requirements.txt
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r /requirements.txt

FROM python:3.13-slim-bookworm
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOST=0.0.0.0 \
    PORT=8000 \
    VAR_DIR=/srv/limber/var
RUN useradd --system --uid 10001 --no-create-home limber
WORKDIR /srv/limber
COPY --from=packages /venv /venv
COPY manage.py ./
COPY config config
COPY accounts accounts
COPY exercises exercises
COPY tracking tracking
COPY templates templates
COPY static static
COPY locale locale
# The static files are part of the image; nothing else is written at run time.
RUN SECRET_KEY=for-the-build-only-and-worth-nothing-elsewhere python manage.py collectstatic --no-input --verbosity 0 \
    && python -m compileall -q accounts config exercises tracking \
    && chown -R limber var
USER limber
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=6s --start-period=20s CMD ["python", "config/probe.py", "live"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "2", "--respawn-failed-workers", "config.wsgi:application"]
