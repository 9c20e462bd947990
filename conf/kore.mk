# SPDX-License-Identifier: ISC
# Read by make before Kore's own Makefile, see conf/build. PostgreSQL 17 added a
# query status (PGRES_TUPLES_CHUNK) that Kore 4.1 has no case for. Nothing here
# asks for such a result, but Kore's -Werror would stop the build over it.
%/pgsql.o: CFLAGS += -Wno-switch

# Kore's pool for libcurl's sockets is not aligned for what it holds, which x86
# and ARM allow. The sanitizers would report each start (src/curl.c).
ifneq ($(SANITIZE),)
%/curl.o: CFLAGS += -fno-sanitize=alignment
endif
