# make        build the program
# make run    install what is missing, build, and serve https://localhost:8888
# make test   install what is missing, build, and run every test
# make demo   sample people and posts to look at
# make fuzz   ten million inputs for each fuzzer, RUNS=... for more or fewer
# make sanitized, make valgrind
#             the whole program while those look for faults of memory
# make bench  install what is missing, build, and measure the site; RUN=medium,
#             large, memory or timing measure more: tests/bench/run says what
# make faults break the site in every way and look whether anything is lost;
#             FAULT='restart worker' only in these
# make lint   formatting, the warnings of two compilers, cppcheck
# make clean  remove what was built (never the database in var/)

.PHONY: all run test fuzz sanitized valgrind bench faults demo lint clean

RUNS = 10000000
RUN = small
FAULT =

# A build does not depend on the flags that somebody's shell exports.
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

fuzz:
	@conf/install test
	@exec tests/fuzz/run $(RUNS)

sanitized:
	@conf/install test
	@exec tests/watch/run sanitizers

valgrind:
	@conf/install test
	@exec tests/watch/run valgrind

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
