# The C side: archive and header. Included by the Makefile.

# A Rust target such as thumbv7em-none-eabi, and how it is optimised; empty TARGET is this machine.
TARGET ?=
PROFILE ?= release
LIBRARY := build/$(if $(TARGET),$(TARGET)/)libsoapstone.a

.PHONY: lib header
lib: ## the static library build/libsoapstone.a; TARGET=thumbv7em-none-eabi for a Cortex-M4
	@sh ffi/archive.sh $(LIBRARY) "$(TARGET)" "$(PROFILE)"
	@ls -l $(LIBRARY)

header: ## write include/soapstone.h again from the Rust sources
	@UPDATE=1 cargo test --quiet --package soapstone-ffi --test header
