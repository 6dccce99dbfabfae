# A static program alone: no shell, no system, nobody's rights.
#
#   docker build -t leastwise .
#   docker run --rm -v "$PWD:/work" leastwise check
#
# To write reports to the mounted folder, run it as who owns that: --user "$(id -u):$(id -g)".
FROM rust:1-alpine AS build
RUN apk add --no-cache ca-certificates musl-dev
WORKDIR /src
COPY Cargo.toml Cargo.lock build.rs README.md ./
COPY benches benches
COPY ci ci
COPY examples examples
COPY policies policies
COPY schemas schemas
COPY src src
COPY web/Cargo.toml web/
COPY web/src web/src
# On Alpine a program is linked with musl, statically.
RUN cargo install --locked --path . --root /leastwise --no-track

FROM scratch
# Those of the authorities that ConnectWise's certificates are judged by.
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt
COPY --from=build /leastwise/bin/leastwise /usr/local/bin/leastwise
USER 65532:65532
WORKDIR /work
ENTRYPOINT ["/usr/local/bin/leastwise"]
CMD ["--help"]
