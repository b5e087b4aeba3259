# docker build -t endmark . && docker run --rm -p 8000:8000 endmark
# Rule folders mounted at /rules are laid over the built-in rules: -v "$PWD/my-rules:/rules:ro"
# Runs read-only too: --read-only --tmpfs /tmp

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
# What compiles a part of Endmark. It stays in this stage.
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
RUN python -m venv /opt/endmark
WORKDIR /build
# What changes seldom comes first, so that a new rule does not install everything again.
COPY requirements.lock ./
RUN /opt/endmark/bin/pip install --only-binary :all: --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY service service
COPY rules rules
RUN /opt/endmark/bin/pip wheel --no-deps --wheel-dir dist . \
    && /opt/endmark/bin/pip install --no-deps --no-index dist/*.whl \
    && /opt/endmark/bin/python -c 'import endmark.native.trees' \
    && /opt/endmark/bin/pip uninstall --yes pip

FROM python:3.13-slim-bookworm
# OPENBLAS_NUM_THREADS: numpy is here for its arrays; one idle thread per core and process would be for nothing.
ENV PATH=/opt/endmark/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OPENBLAS_NUM_THREADS=1 \
    ENDMARK_RULES=/rules
RUN mkdir /rules
COPY --from=build /opt/endmark /opt/endmark
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
    CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8000, timeout=4); c.request('GET', '/healthz'); exit(c.getresponse().status != 200)"]
CMD ["endmark", "serve", "--host", "0.0.0.0", "--port", "8000"]
