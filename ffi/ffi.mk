# The C side: archive and header. Included by the Makefile.

# A Rust target such as thumbv7em-none-eabi, and how it is optimised; empty TARGET is this machine.
TARGET ?=
PROFILE ?= release
# LEAN=1 builds the lean library, which docs/linking.md describes, in a folder of its own.
LEAN ?=
LIBRARIES := build/$(if $(LEAN),lean/)
LIBRARY := $(LIBRARIES)$(if $(TARGET),$(TARGET)/)libsoapstone.a
ARCHIVE := sh ffi/archive.sh $(if $(LEAN),--lean)
# Objects and archives of the program that the library of a device is made for; empty means any program.
FOR ?=

# How the archives for devices are optimised: s, z (smaller) or 3 (faster).
OPT ?= s

.PHONY: lib archives header
lib: ## the static library build/libsoapstone.a; TARGET=thumbv7em-none-eabi for a Cortex-M4, FOR=FILES for one program
	@$(ARCHIVE) $(addprefix --for ,$(FOR)) $(LIBRARY) "$(TARGET)" "$(PROFILE)"
	@ls -l $(LIBRARY)

archives: ## build/TARGET/libsoapstone.a for every device of ffi/targets.txt; OPT=z or OPT=3 instead of s, LEAN=1 for the lean ones
	@host-tests/scripts/need.sh archives
	@for target in $$(sed '/^#/d; s/ .*//' ffi/targets.txt); do \
		archive=$(LIBRARIES)$$target/libsoapstone.a; \
		$(ARCHIVE) $$archive $$target firmware-$(OPT) || exit 1; \
		printf '%9d bytes  %-46s %s\n' $$(wc -c <$$archive) $$archive "$$(sh ffi/toolchain.sh $$target)"; \
	done

header: ## write include/soapstone.h again from the Rust sources
	@UPDATE=1 cargo test --quiet --package soapstone-ffi --test header
