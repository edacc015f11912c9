# `make demo` and `make test` are all a newcomer needs; `make` alone lists the rest.

CARGO ?= cargo
CC    ?= cc

.DEFAULT_GOAL := help
.PHONY: help demo test check docs clean

help: ## list the commands
	@printf 'soapstone: SOAP messages in fixed memory\n\n'
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort -t : -k 1,1 | sed 's/:.*## /\t/' | awk -F '\t' '{ printf "  make %-16s %s\n", $$1, $$2 }'

demo: ## clients and services in C talk SOAP 1.1 and 1.2 over TCP and through pipes
	@host-tests/scripts/need.sh build
	@echo 'building the static library; the first time this takes about a minute'
	@sh ffi/archive.sh build/libsoapstone.a
	@host-tests/scripts/demo.sh

test: ## every test, linter and example; 40 minutes the first time
	@host-tests/scripts/need.sh build lint test
	@host-tests/scripts/test.sh all

check: ## format, lints and the fast tests; under 2 minutes once the dependencies are built
	@host-tests/scripts/need.sh build lint
	@host-tests/scripts/test.sh fast

docs: ## write the tables of the docs again
	SOAPSTONE_WRITE_DOCS=1 $(CARGO) test --quiet -p soapstone-host-tests --test docs -- --test-threads 1

clean: ## remove everything that was built
	$(CARGO) clean
	rm -rf build

-include ffi/ffi.mk
-include host-tests/bench.mk
-include host-tests/footprint.mk
-include host-tests/coverage.mk
