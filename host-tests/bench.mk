# Included by the Makefile: the speed of reading, writing and sending on this machine.
.PHONY: bench bench-check bench-quick bench-write transfer
SPEED = $(CARGO) bench --quiet -p soapstone-host-tests --bench speed
bench: ## instructions per byte and MB/s, ours and the peers'; fails when a bar is missed
	@host-tests/scripts/need.sh bench
	$(SPEED)
bench-check: ## ours only, held to the bars and to docs/performance.md; two minutes
	@host-tests/scripts/need.sh bench
	$(SPEED) -- --check
bench-quick: ## ours only, reading, nothing compared
	$(SPEED) -- quick
bench-write: ## make bench, and keep the figures in docs/performance.md
	$(SPEED) -- --write

BYTES ?= 1000000000
ROUNDS ?= 3
transfer: ## a gigabyte each way between two C programs, compared with a read and write loop
	@host-tests/scripts/need.sh build
	host-tests/scripts/transfer.sh $(BYTES) $(ROUNDS)
