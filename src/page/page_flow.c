/* SPDX-License-Identifier: ISC */
#include "page/page_flow.h"

#include <string.h>

#include "kore/response.h"
#include "kore/upload.h"
#include "page/page_state.h"

/*
 * Read the fields of the form, which come before the file; ${piece} is the
 * beginning of the body. They are kept, because a piece is not.
 */
static enum page_result
read_fields(struct page *page, struct slice piece)
{
	struct page_state *state = page->state;
	size_t length = piece.length;
	int last = length == upload_left(page->request);
	ssize_t fields;
	char *kept;

	if (length > MULTIPART_FIELDS)
		length = MULTIPART_FIELDS;
	kept = page_keep(page, piece.bytes, length);
	fields =
	    multipart_fields(&state->multipart, &state->form, kept, length);
	if (fields == -1 ||
	    multipart_file(&state->multipart, piece.bytes + fields,
		piece.length - (size_t)fields, last, &state->piece) == -1)
		return (page_error(page, 400));
	state->upload_ended = last;
	upload_take(page->request);
	state->receiving = 1;
	return (PAGE_NEXT);
}

/* Begin to receive a form with a file. */
static enum page_result
open_upload(struct page *page)
{
	struct page_state *state = page->state;
	struct http_request *request = page->request;
	const char *type = "";
	struct slice piece;

	if (upload_left(request) > page->plan->upload)
		return (page_error(page, 413));
	(void)http_request_header(request, "content-type", &type);
	if (upload_left(request) == 0 ||
	    multipart_begin(&state->multipart, type) == -1)
		return (page_error(page, 415));
	if (!upload_piece(request, &piece))
		return (PAGE_WAITING);
	return (read_fields(page, piece));
}

/* Take the next piece of the file. The first one came with the fields. */
static enum page_result
receive(struct page *page)
{
	struct page_state *state = page->state;
	struct slice piece;
	int last;

	if (state->receiving == 1) {
		state->receiving++;
		return (PAGE_NEXT);
	}
	if (!upload_piece(page->request, &piece))
		return (PAGE_WAITING);
	last = piece.length == upload_left(page->request);
	state->piece.length = 0;
	if (multipart_file(&state->multipart, piece.bytes, piece.length, last,
		&state->piece) == -1)
		state->upload_ended = -1;
	else
		state->upload_ended = last;
	upload_take(page->request);
	return (PAGE_NEXT);
}

enum page_result
page_flow(struct page *page)
{
	struct page_state *state = page->state;

	if (state->streaming)
		return (
		    response_taken(page->request) ? PAGE_NEXT : PAGE_WAITING);
	if (page->plan->upload > 0 && page_posted(page) && !state->receiving)
		return (open_upload(page));
	if (state->step->receives && state->upload_ended == 0)
		return (receive(page));
	return (PAGE_NEXT);
}

const struct buffer *
page_upload(const struct page *page)
{
	return (&page->state->piece);
}

int
page_upload_ended(const struct page *page)
{
	return (page->state->upload_ended);
}

enum page_result
page_stream(struct page *page, const char *type)
{
	struct page_state *state = page->state;

	page_header(page, "x-request-id", state->id);
	page_header(page, "content-type", type);
	page_header(page, "cache-control", "no-store");
	state->streaming = response_begin(page->request, &state->headers);
	return (state->streaming ? PAGE_NEXT : PAGE_DONE);
}

void
page_stream_piece(struct page *page, struct buffer *piece)
{
	if (piece->length > 0)
		response_piece(page->request, piece);
}

enum page_result
page_stream_end(struct page *page)
{
	response_end(page->request);
	page->state->streaming = 0;
	return (PAGE_DONE);
}

int
page_stream_broken(struct page *page)
{
	if (!page->state->streaming)
		return (0);
	page->state->streaming = 0;
	response_cut(page->request);
	return (1);
}
