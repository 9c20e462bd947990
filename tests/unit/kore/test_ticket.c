/* SPDX-License-Identifier: ISC */
#include <sodium.h>

#include "test.h"
#include "kore/ticket.h"

#define START 1000000000

static struct ticket_chain chain;

static int
start_chain(void **state)
{
	(void)state;
	ticket_chain_start(&chain, START);
	return (0);
}

static void
advance(struct ticket_chain *of, int periods)
{
	ticket_chain_advance(of, START + (time_t)periods * TICKET_PERIOD);
}

static void
a_ticket_can_be_opened_in_its_period_and_the_next(void **state)
{
	struct ticket_keys sealed = chain.now;

	(void)state;
	assert_ptr_equal(ticket_chain_find(&chain, sealed.name), &chain.now);
	advance(&chain, 1);
	assert_ptr_equal(ticket_chain_find(&chain, sealed.name), &chain.before);
	assert_memory_equal(&chain.before, &sealed, sizeof(sealed));
}

static void
an_older_ticket_cannot_be_opened_and_its_keys_are_gone(void **state)
{
	struct ticket_keys sealed = chain.now;
	const unsigned char *memory = (const unsigned char *)&chain;
	size_t i;

	(void)state;
	advance(&chain, 2);
	assert_null(ticket_chain_find(&chain, sealed.name));
	for (i = 0; i + sizeof(sealed.cipher) <= sizeof(chain); i++) {
		assert_memory_not_equal(
		    memory + i, sealed.cipher, sizeof(sealed.cipher));
		assert_memory_not_equal(
		    memory + i, sealed.mac, sizeof(sealed.mac));
	}
}

static void
every_copy_of_a_chain_derives_the_same_keys(void **state)
{
	struct ticket_chain late = chain;
	int i;

	(void)state;
	for (i = 1; i <= 100; i++)
		advance(&chain, i);
	advance(&late, 100);
	assert_memory_equal(&late, &chain, sizeof(chain));
}

static void
a_clock_that_is_set_back_changes_nothing(void **state)
{
	struct ticket_chain before = chain;

	(void)state;
	advance(&chain, -3);
	assert_memory_equal(&chain, &before, sizeof(chain));
}

static void
no_two_chains_and_no_two_keys_are_equal(void **state)
{
	struct ticket_chain other;

	(void)state;
	ticket_chain_start(&other, START);
	assert_null(ticket_chain_find(&chain, other.now.name));
	assert_memory_not_equal(chain.now.cipher, other.now.cipher, 32);
	assert_memory_not_equal(chain.now.cipher, chain.now.mac, 32);
	assert_memory_not_equal(chain.now.cipher, chain.next, 32);
	assert_memory_not_equal(chain.now.mac, chain.next, 32);
}

#define CHAIN_TEST(name) cmocka_unit_test_setup(name, start_chain)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CHAIN_TEST(a_ticket_can_be_opened_in_its_period_and_the_next),
		CHAIN_TEST(
		    an_older_ticket_cannot_be_opened_and_its_keys_are_gone),
		CHAIN_TEST(every_copy_of_a_chain_derives_the_same_keys),
		CHAIN_TEST(a_clock_that_is_set_back_changes_nothing),
		CHAIN_TEST(no_two_chains_and_no_two_keys_are_equal),
	};

	return (
	    sodium_init() == -1 || cmocka_run_group_tests(tests, NULL, NULL));
}
