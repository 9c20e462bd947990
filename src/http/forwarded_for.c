/* SPDX-License-Identifier: ISC */
#include "http/forwarded_for.h"

#include <string.h>

#include "http/host.h"
#include "http/network.h"
#include "http/trusted_proxy.h"

/* Cut the last entry off ${list}, and return it. */
static struct slice
cut_last(struct slice *list)
{
	const char *start = memrchr(list->bytes, ',', list->length);
	struct slice last = *list;

	if (start == NULL) {
		list->length = 0;
		return (slice_trim(last));
	}
	list->length = (size_t)(start - list->bytes);
	(void)slice_cut(&last, start + 1);
	return (slice_trim(last));
}

/* Some proxies add the port, as in 192.0.2.1:5000 or [2001:db8::1]:5000. */
static int
read_entry(struct slice entry, struct sockaddr_storage *address)
{
	struct slice host = host_name(entry);
	int family = AF_INET;

	if (network_read(entry, address) == 0)
		return (0);
	if (slice_skip(&host, '[') && host.length > 0) {
		host.length--; /* the other bracket: a host ends in it */
		family = AF_INET6;
	}
	if (host.bytes + host.length >= entry.bytes + entry.length ||
	    (family == AF_INET6 && host.bytes[host.length] != ']') ||
	    network_read(host, address) == -1)
		return (-1);
	return (address->ss_family == family ? 0 : -1);
}

/* Return 1 if all addresses in ${list} are those of trusted proxies. */
static int
follow(struct slice list, struct sockaddr_storage *client)
{
	struct sockaddr_storage next;

	do {
		if (read_entry(cut_last(&list), &next) == -1)
			return (0);
		*client = next;
		if (!trusted_proxy_has((const struct sockaddr *)client))
			return (0);
	} while (list.length > 0);
	return (1);
}

void
forwarded_for(
    const char *const *values, size_t count, struct sockaddr_storage *client)
{
	if (!trusted_proxy_has((const struct sockaddr *)client))
		return;
	while (count > 0 && follow((struct slice){ values[count - 1],
				       strlen(values[count - 1]) },
				client))
		count--;
}
