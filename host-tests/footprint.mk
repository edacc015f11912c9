# Included by the Makefile: size, stack, panic sites and speed on a Cortex-M4, under QEMU.
.PHONY: footprint footprint-check footprint-write
footprint: footprint-check
footprint-check: ## firmware images against their bars and against docs/footprint.md
	$(CARGO) run --quiet -p soapstone-host-tests --bin soapstone-footprint
footprint-write: ## the same, and keep the figures in docs/footprint.md
	$(CARGO) run --quiet -p soapstone-host-tests --bin soapstone-footprint -- --write
