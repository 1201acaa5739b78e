# Not run here: where this was written there is no Docker daemon.
#
#   docker build --build-arg VERSION=$(git describe --tags --always) -t anlan .           with the embedded engine
#   docker build --build-arg VERSION=… --target server -t anlan:server .                   for a ClickHouse server

FROM node:22-bookworm-slim AS pages
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci
COPY web ./web
RUN npm run build

FROM golang:1.26-bookworm AS binary
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=pages /src/web/dist ./web/dist
ARG VERSION=dev
# -o: the pages are built already, and there is no npm in this stage.
RUN make -o web/dist/index.html build VERSION=$VERSION

FROM debian:bookworm-slim AS server
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates curl tzdata \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /data anlan \
 && install -d -o anlan -g anlan /data
COPY --from=binary /src/bin/anlan /opt/anlan/bin/anlan
COPY LICENSE NOTICE /opt/anlan/
ENV PATH=/opt/anlan/bin:$PATH TZ=Asia/Shanghai ANLAN_SERVER_TOKEN_FILE=/data/tokens.yaml
WORKDIR /opt/anlan
USER anlan
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
  CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/readyz"]
ENTRYPOINT ["anlan"]
CMD ["serve", "--data", "/data", "--listen", "0.0.0.0:8080"]

FROM server AS embedded
COPY --from=pages /src/node_modules/@chdb /opt/anlan/node_modules/@chdb
