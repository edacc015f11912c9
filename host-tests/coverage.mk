# Included by the Makefile.
.PHONY: coverage
coverage: ## list the needs of the systems we talk to that tests name, and those they do not
	@$(CARGO) run --quiet -p soapstone-host-tests --bin soapstone-coverage
