# docker build -t ecaudit . && docker run --rm -v "$PWD:/work" ecaudit force-app
FROM node:24-alpine AS build
WORKDIR /source
COPY . .
RUN npm ci --ignore-scripts --include=dev --no-audit --no-fund && npm run build

FROM node:24-alpine
# For --changed-since and for the commit in SARIF.
RUN apk add --no-cache git
COPY --from=build /source/package.json /opt/ecaudit/package.json
COPY --from=build /source/dist /opt/ecaudit/dist
RUN ln -s /opt/ecaudit/dist/cli/bin.js /usr/local/bin/ecaudit \
  && git config --system --add safe.directory /work
USER node
WORKDIR /work
ENTRYPOINT ["ecaudit"]
