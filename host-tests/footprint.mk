# Included by the Makefile: size, stack, panic sites and speed on a Cortex-M4, under QEMU.
.PHONY: footprint footprint-check footprint-write
FOOTPRINT = $(CARGO) run --quiet -p soapstone-host-tests --bin soapstone-footprint
footprint: footprint-check
footprint-check: ## firmware images, held to their bars and to docs/footprint.md
	@scripts/need.sh footprint
	$(FOOTPRINT)
footprint-write: ## the same, and keep the figures in docs/footprint.md
	$(FOOTPRINT) -- --write
