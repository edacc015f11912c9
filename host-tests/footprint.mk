# Included by the Makefile: size, stack, panic sites and speed on a Cortex-M4, and the example firmware, under QEMU.
.PHONY: footprint footprint-check footprint-write
FOOTPRINT = $(CARGO) run --quiet -p soapstone-host-tests --bin soapstone-footprint
footprint: footprint-check ## measure firmware against the bars and docs/footprint.md
footprint-check:
	@host-tests/scripts/need.sh footprint
	$(FOOTPRINT)
footprint-write: ## the same, and keep the figures in docs/footprint.md
	$(FOOTPRINT) -- --write
.PHONY: firmware
firmware: ## the example firmware, C and Rust, on six emulated boards
	@host-tests/scripts/need.sh firmware
	$(CARGO) run --quiet -p soapstone-host-tests --bin soapstone-harness -- firmware
