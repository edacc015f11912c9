# Included by the Makefile: the speed of reading and writing on this machine.
.PHONY: bench bench-quick bench-write
bench: ## instructions per byte and MB/s, ours and the peers'; fails when a bar is missed
	$(CARGO) bench --quiet -p soapstone-host-tests --bench speed
bench-quick: ## ours only, on every input
	$(CARGO) bench --quiet -p soapstone-host-tests --bench speed -- quick
bench-write: ## make bench, and keep the figures in docs/performance.md
	$(CARGO) bench --quiet -p soapstone-host-tests --bench speed -- --write
