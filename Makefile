# SPDX-License-Identifier: ISC
# make          build the program
# make run      install what is missing, build, and serve https://localhost:8888
# make test     install what is missing, build, and run every test
# make demo     add sample people and posts to look at
# make deb      build a Debian package for this release in build/deb/
# make package  build that package on Debian 12 and 13, in chroots, and install,
#               update, remove and purge it there; needs root; RELEASES= for one
# make container
#               build conf/Containerfile, and run the container; needs root
# make portable start and test the site on the other Debian release, which is
#               installed into build/portable; needs root; TESTS= tests everything
# make fuzz     run each fuzzer ten million times; RUNS= for more or fewer
# make sanitized, make valgrind
#               run the tests of the site while these look for memory errors
# make bench    measure the site; RUN=medium, large, memory or timing measure
#               more, see tests/bench/run
# make faults   break the site in every way and check that nothing is lost;
#               FAULT='restart worker' for only these ways
# make lint     check the formatting, two compilers' warnings, and cppcheck
# make clean    remove what was built, but never the database in var/

.PHONY: all run test deb package container portable fuzz sanitized valgrind
.PHONY: bench faults demo lint clean

RUNS = 10000000
RUN = small
FAULT =
RELEASE = other
RELEASES = bookworm trixie
TESTS = http members blocks matrix posts sessions cache

# The build must not depend on flags that the caller's shell exports.
unexport CFLAGS LDFLAGS MAKEFLAGS

all:
	@conf/build

run:
	@conf/install run
	@conf/build
	@exec build/microblog/microblog -fnr

test:
	@conf/install test
	@exec tests/run

deb:
	@conf/install deb
	@exec conf/deb

package:
	@conf/install package
	@exec tests/package/run $(RELEASES)

container:
	@conf/install package
	@exec tests/package/container

portable:
	@conf/install portable
	@exec tests/portable/run $(RELEASE) $(TESTS)

fuzz:
	@conf/install test
	@exec tests/fuzz/run $(RUNS)

sanitized:
	@conf/install test
	@exec tests/memcheck/run sanitizers

valgrind:
	@conf/install test
	@exec tests/memcheck/run valgrind

bench:
	@conf/install bench
	@exec tests/bench/run $(RUN)

faults:
	@conf/install faults
	@exec tests/faults/run $(FAULT)

demo:
	@conf/install run
	@conf/build
	@exec build/microblog/microblog demo

lint:
	@conf/install test
	@conf/build
	@tests/lint

clean:
	rm -rf build tests/node_modules .objs .flavor microblog
