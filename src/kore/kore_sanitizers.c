/*
 * Only in the flavour of the program in which sanitizers look for leaks when a
 * process ends: Kore hands out memory from pools that it maps itself, where
 * they do not look; and it unmaps those before, and with them what its sleeping
 * threads sleep on, which ends the process before anybody has looked.
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
