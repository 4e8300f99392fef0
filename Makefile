# The tasks of developers and CI. Each target works on a fresh clone, and needs only
# Go, Node and npm, except test-peers.

.DEFAULT_GOAL := help
.PHONY: help run build playground test test-fast test-go test-clients test-playground test-peers test-reference lint check-format check-generated fmt generate fuzz fault bench clean

FUZZTIME ?= 20s

# The program that the tests of e2e and of the clients share.
test_program := $(CURDIR)/bin/test/lectern
test-go test-clients fault: export LECTERN_TEST_PROGRAM := $(test_program)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: playground ## start the service with the seed content on http://localhost:8080
	@echo 'Compiling the service: about a minute the first time.'
	go run .

build: playground ## build bin/lectern
	go build -trimpath -ldflags '-s -w' -o bin/lectern .

playground: playground/dist/site/index.html ## build the editors' page, where it has changed

playground/dist/site/index.html: $(shell find playground/src playground/index.html playground/*.ts playground/tsconfig.json clients/editor/*.graphql clients/editor/variables.json -type f) playground/node_modules/.package-lock.json
	@echo "Building the editors' page: about 20 seconds."
	cd playground && npm run --silent build

# npm writes this file last, so its time is that of the installation.
playground/node_modules/.package-lock.json: playground/package-lock.json playground/package.json playground/.npmrc
	@echo "Installing the packages of the editors' page: about half a minute."
	cd playground && npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.package-lock.json

test: ## check and test everything, as CI does
	@scripts/test.sh

test-fast: ## the Go tests that take no minute in all: without the race detector, browsers, clients, lint and what scripts/slow-tests.txt names
	@scripts/test-fast.sh

test-go: playground ## test the Go packages, with the race detector those in which goroutines exist
	scripts/need-chromium.sh
	go build -o $(test_program) .
	scripts/test-go.sh

test-clients: ## check the clients' operations against the schema, run them through real clients, and test the app's core
	go build -o $(test_program) .
	cd clients && npm ci --no-audit --no-fund && npm test

test-playground: playground ## check the types of the editors' page and test its parts
	cd playground && npm run --silent check && npm run --silent test

test-peers: ## compare with other programs, from Debian's packages
	scripts/test-peers.sh

test-reference: ## compare the GraphQL executor with the one that gqlgen generates, and measure both
	scripts/test-reference.sh

lint: ## go vet, staticcheck, and nilness, which follows nil through branches
	go run ./internal/lint -tags browser,peers ./...

check-format: ## fail where gofumpt would change a file
	@scripts/go-files.sh | xargs -0 go tool gofumpt -l | { ! grep . ; } || { echo 'These files are not formatted: make fmt' >&2; exit 1; }

check-generated: ## fail where generated code is not up to date
	scripts/check-generated.sh

fmt: ## format the Go files
	scripts/go-files.sh | xargs -0 go tool gofumpt -w

generate: ## generate the reader of stored documents, and the GraphQL executor and models from the schema
	go generate ./...

fuzz: ## run each fuzz target for FUZZTIME
	FUZZTIME=$(FUZZTIME) scripts/fuzz.sh

fault: ## kill the program in 50 imports, in 60 lives of uploads, while it indexes, and under 10,000 mutations, cut off 1,000 uploads, and look what is left
	go build -o $(test_program) .
	LECTERN_TEST_CUTS=1000 go test ./internal/media -run CutUploads -v -timeout 10m
	LECTERN_TEST_KILLS=50 LECTERN_TEST_LIVES=100 LECTERN_TEST_UPLOADS=60 go test ./e2e -run 'KillImports|KillMutations|KillIndexing|KillUploads|KillKeeps' -v -timeout 25m

bench: ## measure the service at medium size
	go run ./bench
	go run ./bench -answers

clean: ## remove what was built; the data stays
	rm -rf bin clients/node_modules clients/dist clients/*/generated clients/mobile/dist playground/node_modules playground/dist/site graph/internal/exectest/stock
