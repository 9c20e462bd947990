/* SPDX-License-Identifier: ISC */
/*
 * For the flavour "sanitized" only, which looks for leaks when a process ends.
 *
 * Kore allocates from pools that it maps itself, and the leak checker does not
 * search them for pointers. And before the checker runs, Kore unmaps the pools
 * while threads still sleep on locks in them, which crashes the process.
 *
 * The linker's --wrap (conf/build.conf) leads these calls here.
 */
#if defined(__SANITIZE_ADDRESS__)
#include <sys/mman.h>
#include <sanitizer/lsan_interface.h>

void *__real_mmap(void *, size_t, int, int, int, off_t);
void *__wrap_mmap(void *, size_t, int, int, int, off_t);
void __wrap_kore_mem_cleanup(void);

void *
__wrap_mmap(void *address, size_t length, int protection, int flags, int file,
    off_t offset)
{
	void *map =
	    __real_mmap(address, length, protection, flags, file, offset);

	if (map != MAP_FAILED)
		__lsan_register_root_region(map, length);
	return (map);
}

void
__wrap_kore_mem_cleanup(void)
{
}
#endif
