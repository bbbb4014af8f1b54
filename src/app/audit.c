#include "app/audit.h"

#include "app/pages.h"

enum ht_rc ht_audit(struct ht_app *app, ht_str checkpoint, ht_verify_say *say,
		    void *arg, struct ht_audit *ret_audit, struct ht_err *err)
{
	struct ht_audit audit = { 0 };
	uint64_t bad = 0;
	enum ht_rc rc = ht_app_may(app, "journal.verify", err);

	if (!rc)
		rc = ht_store_verify(app->store, checkpoint, say, arg,
				     &audit.chain, err);
	if (!rc)
		rc = ht_pages_check(app->dir, app->store, say, arg,
				    &audit.pages, &bad, err);
	if (rc)
		return rc;
	audit.chain.disagreements += bad;
	*ret_audit = audit;
	return HT_OK;
}
