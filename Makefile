# Aliases only; ./jishi is the command.
.PHONY: demo test check docs bench
demo: ; ./jishi demo
test: ; ./jishi test
check: ; ./jishi test --only checks
docs: ; ./jishi test --only docs
bench: ; ./jishi bench national
