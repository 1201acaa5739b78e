# Anlan. `make run` builds everything and starts the demo; `make help` lists the rest.

# What is tested is what ships: a binary without cgo. `CGO_ENABLED=1` is for the race detector.
export CGO_ENABLED ?= 0

VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
GOLANGCI_LINT_VERSION := v2.15.0

MODULES := node_modules/.package-lock.json
PAGES := web/dist/index.html
PAGES_SOURCES := $(shell find web/app web/pages web/queries -type f ! -name generated.ts) web/codegen.mjs web/examples.js web/files.mjs web/tsconfig.json web/vite.config.js schema.graphqls
# Begun first, so that no long one is left running alone at the end.
LONGEST := ./warehouse ./etl ./test/pages
LINTER := build/tools/golangci-lint-$(GOLANGCI_LINT_VERSION)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run build web test soak bench screenshots verify lint clean bin/anlan

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

run: build ## build, then make demo data, load it and serve (ARGS="--scale small")
	bin/anlan demo $(ARGS)

build: bin/anlan ## build bin/anlan with its pages

web: $(PAGES) ## build the pages that the binary carries

test: $(PAGES) ## run all tests, installing what they need
	@tools/need.sh chromium:chromium fc-match:fontconfig NotoSansCJK:fonts-noto-cjk pg_lsclusters:postgresql mariadb-install-db:mariadb-server pdftotext:poppler-utils lowriter:libreoffice-writer
	go vet ./...
	go -C interop vet ./...
	ANLAN_TEST_REQUIRE_ALL=1 go test -vet=off -timeout 14m $(TESTFLAGS) $(LONGEST) ./...

soak: $(PAGES) ## run the long tests (build tag soak, named TestSoak…)
	go test -tags soak -run '^TestSoak' -timeout 3h -v $(TESTFLAGS) ./...

bench: bin/anlan ## print the benchmark table and write build/bench.json
	@mkdir -p build
	go run ./bench $(ARGS)

screenshots: bin/anlan ## take the pictures of docs/screenshots again
	node test/pages/screens.mjs bin/anlan "$$(command -v chromium)" docs/screenshots

verify: $(MODULES) ## regenerate what is generated and fail on a difference
	@tools/verify.sh

lint: $(LINTER) ## run the linters
	$(LINTER) run ./...

clean: ## remove what was built, but neither data nor node_modules
	rm -rf bin build web/dist/graphiql web/dist/index.html

# Go knows best what changed, so this runs always.
bin/anlan: $(PAGES)
	go build -trimpath -ldflags '-s -w -X main.version=$(VERSION)' -o $@ ./cmd/anlan

# npm's own record of what is installed serves as the stamp.
$(MODULES): package.json package-lock.json
	@command -v npm >/dev/null || { echo 'Node.js with npm is missing: install Node 20.19 or later' >&2; exit 1; }
	npm ci
	@touch $@

$(PAGES): $(MODULES) $(PAGES_SOURCES)
	npm run --silent build -- --logLevel warn

$(LINTER):
	GOBIN=$(CURDIR)/build/tools go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@$(GOLANGCI_LINT_VERSION)
	@mv build/tools/golangci-lint $@
