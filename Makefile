# hotich: the two commands first.
#
#   make run    install what is missing, build, make the demonstration
#               commune, walk its books from file to package, and serve it at
#               http://127.0.0.1:8080 until Ctrl+C (SERVE=no: end there)
#   make test   install what the tests need, build, run every test
#   make bench  measure the figures of README.md on this machine
#
# Also: make build, make fuzz, make format, make clean.
# Root is used only to install Debian packages (through sudo if need be).

BUILD ?= build
DEMO ?= demo
MESON_ENV = env -u MAKEFLAGS -u MAKELEVEL

.PHONY: run test bench build setup setup-test setup-bench fuzz format clean

run: build
	@tools/demo.sh $(BUILD)/hotich $(DEMO)

test: setup-test
	@$(MESON_ENV) python3 tests/run.py

bench: setup-bench build
	@python3 bench/run.py --hotich $(BUILD)/hotich

build: setup
	@test -f $(BUILD)/build.ninja || $(MESON_ENV) meson setup $(BUILD) -Dtests=false >$(BUILD).log 2>&1 \
		|| { cat $(BUILD).log; exit 1; }
	@$(MESON_ENV) ninja --quiet -C $(BUILD) hotich

setup:
	@tools/setup.sh build
setup-test:
	@tools/setup.sh build test
setup-bench:
	@tools/setup.sh build bench

fuzz: setup-test
	@python3 tests/run.py --only fuzz

format:
	@clang-format-14 -i $$(find src tests -name '*.[ch]')

clean:
	@rm -rf build build-* demo *.log
