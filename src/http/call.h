/*
 * call.h - one request, as a handler sees it
 *
 *	enum ht_rc ht_api_book_map(struct ht_call *call, struct ht_err *err)
 *	{
 *		ht_id book = ht_call_id(call, "book");
 *		...
 *		rc = ht_book_map(call->app, call->mem, book, &map, err);
 *		if (rc)
 *			return rc;
 *		ht_json_open_object(call->out);
 *		...
 *		ht_json_close_object(call->out);
 *		return HT_OK;
 *	}
 *
 * Before a handler runs: the route's right was asked, the session is good,
 * the body is within its cap.  call->app acts as the person who is signed in,
 * for his office and with the purpose he stated; it belongs to the thread and
 * is never kept.  A handler that returns HT_OK and has written nothing
 * answers 204.  An error becomes the one shape of errors; its rc decides the
 * status (README.md).
 *
 * Floor 6 (http).  Nothing here knows the library below.
 */
#ifndef HT_HTTP_CALL_H
#define HT_HTTP_CALL_H

#include "app/app.h"
#include "base/json.h"

struct ht_call;
struct ht_call_inside;

typedef enum ht_rc ht_handler(struct ht_call *call, struct ht_err *err);

struct ht_call {
	struct ht_app *app;
	struct ht_arena *mem; /* of this request */
	/* the reply; begin with ht_json_open_object() or _open_array() */
	struct ht_json_writer *out;
	struct ht_call_inside *inside;
};

/* -- what the path and the query say -------------------------------------- */

/* {name} of the route's path: an id, never 0. */
ht_id ht_call_id(const struct ht_call *call, const char *name);
/* {$name} of the route's path: a word, never empty, UTF-8. */
ht_str ht_call_word(const struct ht_call *call, const char *name);
/* ?name=: UTF-8 without control letters; empty when it is not there. */
ht_str ht_call_query(const struct ht_call *call, const char *name);
/* ?name= as a number from `least` to `most`; `standard` when it is not there.
 * HT_EINVALID "http.query" (args "name", "value"). */
HT_CHECKED enum ht_rc ht_call_query_int(const struct ht_call *call,
					const char *name, int64_t standard,
					int64_t least, int64_t most,
					int64_t *ret_number,
					struct ht_err *err);
/* ?limit= (1 to 200, standard 50) and ?after= (an id; 0: from the start). */
HT_CHECKED enum ht_rc ht_call_page(const struct ht_call *call,
				   int64_t *ret_limit, ht_id *ret_after,
				   struct ht_err *err);

/* -- what the body says --------------------------------------------------- */

/*
 * Members of the JSON object that came.  Each name that is asked for is
 * remembered, and so is the first that is missing or of another kind; then
 *	rc = ht_call_check(call, err);
 * says HT_EINVALID "http.missing", "http.kind" (field: the member),
 * "http.unknown" (a member nobody asked for), or why the body is no JSON
 * object.  Texts are made fit by ht_utf8_clean(): HT_EINVALID "text.control".
 */
ht_str ht_call_text(struct ht_call *call, const char *name); /* or empty */
ht_str ht_call_need_text(struct ht_call *call, const char *name);
ht_str ht_call_secret(struct ht_call *call, const char *name); /* as it came */
int64_t ht_call_int(struct ht_call *call, const char *name, int64_t standard);
bool ht_call_bool(struct ht_call *call, const char *name); /* or false */
/* An id as a decimal text; 0 when it is not there (need: an error). */
ht_id ht_call_body_id(struct ht_call *call, const char *name);
ht_id ht_call_need_id(struct ht_call *call, const char *name);
/* NULL when it is not there. */
const struct ht_json *ht_call_array(struct ht_call *call, const char *name);
const struct ht_json *ht_call_object(struct ht_call *call, const char *name);
HT_CHECKED enum ht_rc ht_call_check(struct ht_call *call, struct ht_err *err);

/* Idempotency-Key as it came; empty when there was none. */
ht_str ht_call_request(const struct ht_call *call);
/* The bytes of a JSON body as they came; empty when there was none. */
ht_str ht_call_body(const struct ht_call *call);
/* An upload lies in this file until the call ends, then it is removed. */
const char *ht_call_file(const struct ht_call *call);
uint64_t ht_call_file_bytes(const struct ht_call *call);
/* Keep it under this name instead (same file system).  HT_EIO "file.write". */
HT_CHECKED enum ht_rc ht_call_keep_file(struct ht_call *call, const char *path,
					struct ht_err *err);
/* Content-Type of the body, without parameters, in small letters. */
ht_str ht_call_type(const struct ht_call *call);

/* -- the reply ------------------------------------------------------------ */

/* 201 instead of 200, say. */
void ht_call_status(struct ht_call *call, unsigned status);
/* Bytes instead of JSON; they must live in call->mem or for ever. */
void ht_call_send(struct ht_call *call, const char *type, ht_str bytes);
/*
 * A file instead of JSON, as a download under `name` (NULL: shown in place);
 * removed after sending when `is_temporary`.
 */
void ht_call_send_file(struct ht_call *call, const char *type, const char *path,
		       const char *name, bool is_temporary);
#define HT_TYPE_XLSX                                                           \
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
/* A name for a temporary file of this call, in call->mem; made by nobody. */
const char *ht_call_temporary(struct ht_call *call, const char *ending);
/*
 * What is answered has this tag (letters and figures): true when the browser
 * has it already; then the handler returns HT_OK and nothing is sent.
 */
bool ht_call_has_tag(struct ht_call *call, ht_str tag);

#endif
