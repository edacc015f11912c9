# The C side: archive and header. Included by the Makefile.

# A Rust target such as thumbv7em-none-eabi, and how it is optimised; empty TARGET is this machine.
TARGET ?=
PROFILE ?= release
LIBRARY := build/$(if $(TARGET),$(TARGET)/)libsoapstone.a

.PHONY: lib header
lib: ## build the static library: build/libsoapstone.a, or with TARGET=thumbv7em-none-eabi build/TARGET/libsoapstone.a
	@sh ffi/archive.sh $(LIBRARY) "$(TARGET)" "$(PROFILE)"
	@ls -l $(LIBRARY)

header: ## write include/soapstone.h anew from the Rust sources
	@UPDATE=1 cargo test --quiet --package soapstone-ffi --test header
