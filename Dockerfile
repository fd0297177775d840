# The service as an image: `docker build -t lifeguard .`
# scripts/image-files.mjs executes these steps without Docker, so that a test can inspect the result.
ARG NODE_IMAGE=node:24-bookworm-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY console/package.json ./console/package.json
COPY packages/auth/package.json packages/auth/tsconfig.json packages/auth/prune-types.mjs ./packages/auth/
RUN npm ci
COPY tsconfig.json ./
COPY scripts/help.mjs ./scripts/help.mjs
COPY scripts/bundles ./scripts/bundles
COPY policies ./policies
COPY packages/auth/src ./packages/auth/src
COPY src ./src
COPY console ./console
RUN npm run build:image

FROM ${NODE_IMAGE}
ARG VERSION=0.0.0
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Lifeguard" \
      org.opencontainers.image.description="A REST service that guards an Amazon Cognito user pool" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}"
ENV NODE_ENV=production
WORKDIR /app
COPY package.json LICENSE ./
COPY policies ./policies
# The bundle of the service contains its packages, and its compiled code is next to it.
COPY --from=build /app/dist ./dist
# The base image's own unprivileged user, by number, so that an orchestrator can verify that it is not root. Every file
# belongs to root, and nothing is written.
USER 1000:1000
EXPOSE 3000 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# V8's space for new objects is 2 MB (default 16 MB): under load the process then uses at least 20 MB less memory, and its
# pauses are shorter. One thread collects so small a space faster than several. Large pages make Node's own code faster
# where Linux offers them.
CMD ["node", "--max-semi-space-size=2", "--no-parallel-scavenge", "--use-largepages=silent", "dist/main.js"]
