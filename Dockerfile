# The service in two stages: what it needs is built in the first, and only that is in the second.
# Run it so that it can write to its volume alone:
# docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges -v tracker:/data \
#   -p 127.0.0.1:8000:8000 tracker
# Where clients find it elsewhere, say so: --env TRACKER_PUBLIC_URL=https://tracker.example.org
# `tracker backup` and `restore` work in it on SQLite; on PostgreSQL they need pg_dump and pg_restore, which it lacks.
FROM python:3.11-slim-bookworm AS build
WORKDIR /src
COPY pyproject.toml requirements.lock README.md LICENSE ./
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes --requirement requirements.lock
COPY app app
COPY schemas schemas
COPY seed seed
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home tracker \
 && install --directory --owner=tracker --group=tracker /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TRACKER_DATABASE_URL=sqlite:////data/tracker.db \
    TRACKER_PUBLIC_URL=http://127.0.0.1:8000
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
  CMD ["python", "-c", "import httpx; httpx.get('http://127.0.0.1:8000/readyz', timeout=4, trust_env=False).raise_for_status()"]
CMD ["tracker", "serve", "--host", "0.0.0.0"]
