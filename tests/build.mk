# SPDX-License-Identifier: ISC
# Build the test programs. Each tests/unit/ROOM/test_NAME.c is linked with the
# assets and with the files of src/ that do not use Kore. tests/run calls:
#
#	make -f tests/build.mk VARIANT=plain      gcc, like the site itself
#	make -f tests/build.mk VARIANT=plain tools
#	                                          only what tests in JavaScript use
#	make -f tests/build.mk VARIANT=sanitized  clang and its sanitizers
#	make -f tests/build.mk VARIANT=fuzz       the fuzzers of tests/fuzz, with
#	                                          clang's libFuzzer
#	make -f tests/build.mk VARIANT=plain NAMES='test_post test_feed'
#	                                          only these programs
#	make -f tests/build.mk VARIANT=bench      the programs of tests/bench, with
#	                                          gcc and without cmocka

VARIANT = plain
folder = build/test/$(VARIANT)

# The flags are those of the program itself.
flags := $(shell sed -n 's/^cflags=//p' conf/build.conf) -Werror
includes = -Isrc -Itests/unit -Ibuild/test -I$(shell pg_config --includedir)
libraries = -rdynamic -lpq -lsodium -lutf8proc -lbsd -lcurl -ljansson -loath -lqrencode \
    -larchive -lssl -lcrypto -lpthread -ldl -lm

compiler = gcc
ifneq ($(filter sanitized fuzz,$(VARIANT)),)
compiler = clang
sanitizers = -fsanitize=address,undefined -fno-sanitize-recover=all
flags += -U_FORTIFY_SOURCE -fno-omit-frame-pointer $(sanitizers)
libraries += $(sanitizers)
endif

# The files of src/ that include no header of Kore, not even indirectly. Finding
# out takes seconds, so the list is kept until something there changes.
list = build/test/sources
$(shell [ -z "$$(find src -newer $(list) 2>&1)" ] || { mkdir -p build/test; \
    for file in src/*/*.c; do \
    gcc -D_GNU_SOURCE $(includes) -M -MG $$file 2>/dev/null | \
    grep -q kore/kore.h || echo $$file; done >$(list); })
sources := $(file <$(list))
ifeq ($(VARIANT),bench)
helpers := tests/bench/load.c
programs := $(patsubst tests/bench/%.c,$(folder)/%,$(filter-out $(helpers),$(wildcard tests/bench/*.c)))
else ifeq ($(VARIANT),fuzz)
helpers := $(filter-out $(wildcard tests/fuzz/fuzz_*.c),$(wildcard tests/fuzz/*.c))
programs := $(patsubst tests/fuzz/%.c,$(folder)/%,$(wildcard tests/fuzz/fuzz_*.c))
libraries += -lgumbo
explored = -fsanitize=fuzzer-no-link
else
helpers := $(wildcard tests/unit/*.c)
programs := $(addprefix $(folder)/,$(basename $(notdir $(wildcard tests/unit/*/test_*.c tests/operations/*.c))))
libraries += -lcmocka
endif
ifneq ($(NAMES),)
programs := $(filter $(addprefix $(folder)/,$(NAMES)),$(programs))
endif
objects := $(patsubst %.c,$(folder)/%.o,$(sources) $(helpers))
assets := $(shell find -L assets -type f)

all: $(programs)
tools: $(folder)/operator $(folder)/no_reaper $(folder)/linkify
.PHONY: all tools
.SECONDARY:

# Find NAME.c in any room.
vpath %.c $(wildcard tests/unit/*) tests/operations tests/site

$(folder)/test_%: $(folder)/unit/test_%.o $(folder)/archive.a \
    $(folder)/assets.o
	$(compiler) $(flags) -o $@ $^ $(libraries)

$(folder)/fuzz_%: $(folder)/tests/fuzz/fuzz_%.o $(folder)/archive.a \
    $(folder)/assets.o
	$(compiler) $(flags) -fsanitize=fuzzer -o $@ $^ $(libraries)

$(folder)/%: $(folder)/tests/bench/%.o $(folder)/archive.a $(folder)/assets.o
	$(compiler) $(flags) -o $@ $^ $(libraries)

$(folder)/operator $(folder)/no_reaper $(folder)/linkify: \
    $(folder)/%: $(folder)/unit/%.o $(folder)/archive.a $(folder)/assets.o
	$(compiler) $(flags) -o $@ $^ $(libraries)

# From an archive, a program takes only what it uses. Write it again also when a
# file was added or removed.
$(folder)/archive.a: $(objects) $(folder)/list
	rm -f $@
	ar rcs $@ $(objects)

$(folder)/list: .always
	@mkdir -p $(@D)
	@echo '$(objects)' | cmp -s - $@ || echo '$(objects)' >$@
.PHONY: .always

# A fuzzer should explore the site, not itself.
$(folder)/src/%.o: flags += $(explored)

$(folder)/%.o: %.c build/test/assets.h
	@mkdir -p $(@D)
	$(compiler) $(flags) $(includes) -MMD -MP -c -o $@ $<

$(folder)/unit/%.o: %.c build/test/assets.h
	@mkdir -p $(@D)
	$(compiler) $(flags) $(includes) -MMD -MP -c -o $@ $<

# A deleted asset makes no file newer, only its folder. One command writes both
# files (&:), or a parallel make would compile the old assets.
build/test/assets.c build/test/assets.h &: $(assets) \
    $(sort $(dir $(assets))) tests/assets
	tests/assets build/test $(assets)

$(folder)/assets.o: build/test/assets.c
	@mkdir -p $(@D)
	$(compiler) $(flags) -c -o $@ $<

-include $(shell find $(folder) -name '*.d' 2>/dev/null)
