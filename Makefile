# Aliases only; ./jishi is the command.
.PHONY: demo test check docs bench
demo: ; ./jishi demo
test: ; ./jishi test
check: ; ./jishi test --only format --only lint --only types --only imports --only packs --only docs
docs: ; ./jishi test --only docs
bench: ; ./jishi bench national
