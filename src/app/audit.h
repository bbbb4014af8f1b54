/*
 * audit.h - is the directory what its journal says?
 *
 * The chain, the tables (store) and the pictures that rows speak of.
 *
 * Floor 5 (app).
 */
#ifndef HT_APP_AUDIT_H
#define HT_APP_AUDIT_H

#include "app/app.h"

struct ht_audit {
	struct ht_verify_result chain; /* disagreements: pictures included */
	uint64_t pages;                /* pictures looked at */
};

/* Right journal.verify.  As ht_store_verify(). */
HT_CHECKED enum ht_rc ht_audit(struct ht_app *app, ht_str checkpoint,
			       ht_verify_say *say, void *arg,
			       struct ht_audit *ret_audit, struct ht_err *err);

#endif
