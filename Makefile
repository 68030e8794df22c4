# Short names for `python3 dev.py …`.
.PHONY: run test check lock openapi format
run test check lock openapi format:
	python3 dev.py $@
