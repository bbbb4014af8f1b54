#include "app/group.h"

#include "app/entries.h"
#include "app/verify.h"

struct pair { /* what differs, and how */
	ht_id book;
	ht_str book_value, person_value;
};

static enum ht_rc no_such(struct ht_err *err, ht_str role, ht_str field)
{
	ht_fail(err, HT_ENOTFOUND, "verify.difference", "field", "none such");
	ht_err_arg(err, "role", "%.*s", HT_STR_ARG(role));
	ht_err_arg(err, "field", "%.*s", HT_STR_ARG(field));
	return HT_ENOTFOUND;
}

static enum ht_rc find_pair(struct ht_app *app, struct ht_arena *mem,
			    ht_id entry, ht_str role, ht_str field,
			    struct pair *ret_pair, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_GROUP_PAIR, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, entry);
	ht_stmt_text(&st, role);
	ht_stmt_text(&st, field);
	rc = ht_stmt_row(&st, err);
	if (rc == HT_ENOTFOUND)
		return no_such(err, role, field);
	if (rc)
		return rc;
	*ret_pair = (struct pair){
		.book = ht_stmt_get_int(&st, 0),
		.book_value = ht_arena_str(mem, ht_stmt_get_text(&st, 1)),
		.person_value = ht_arena_str(mem, ht_stmt_get_text(&st, 2)),
	};
	return HT_OK;
}

struct list {
	struct ht_group_item *items;
	size_t count, total;
};

static enum ht_rc read_alike(struct ht_app *app, struct ht_arena *mem,
			     const struct pair *pair, ht_id entry, ht_str role,
			     ht_str field, struct list *list,
			     struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_rc rc = ht_stmt_open(&st, app->store, HT_SQL_GROUP_ALIKE, err);

	if (rc)
		return rc;
	list->items = HT_ARRAY(mem, struct ht_group_item, HT_GROUP_MAX);
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, pair->book);
	ht_stmt_text(&st, role);
	ht_stmt_text(&st, field);
	ht_stmt_text(&st, pair->book_value);
	ht_stmt_text(&st, pair->person_value);
	ht_stmt_int(&st, entry);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		if (list->total++ >= HT_GROUP_MAX)
			continue;
		list->items[list->count++] = (struct ht_group_item){
			.entry = ht_stmt_get_int(&st, 0),
			.number = ht_arena_str(mem, ht_stmt_get_text(&st, 1)),
			.stream = ht_arena_str(mem, ht_stmt_get_text(&st, 2)),
			.version = ht_stmt_get_int(&st, 3),
			.book_value = pair->book_value,
			.person_value = pair->person_value,
		};
	}
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}

static enum ht_rc leave_mark(struct ht_app *app, const struct list *list,
			     struct ht_err *err)
{
	ht_id ids[HT_GROUP_MAX];

	for (size_t i = 0; i < list->count; i++)
		ids[i] = list->items[i].entry;
	return ht_app_shown(app, "entry.read", "entry", ids, list->count, err);
}

enum ht_rc ht_group_alike(struct ht_app *app, struct ht_arena *mem, ht_id entry,
			  ht_str role, ht_str field,
			  struct ht_group_item **ret_items, size_t *ret_count,
			  size_t *ret_total, struct ht_err *err)
{
	struct list list = { 0 };
	struct pair pair = { 0 };
	enum ht_rc rc = ht_app_may(app, "entry.read", err);

	if (!rc)
		rc = find_pair(app, mem, entry, role, field, &pair, err);
	if (!rc)
		rc = read_alike(app, mem, &pair, entry, role, field, &list,
				err);
	if (!rc)
		rc = leave_mark(app, &list, err);
	if (rc)
		return rc;
	*ret_items = list.items;
	*ret_count = list.count;
	*ret_total = list.total;
	return HT_OK;
}

/* Of one entry, not of the list. */
static bool is_refusal(enum ht_rc rc)
{
	return rc == HT_ENOTFOUND || rc == HT_EINVALID || rc == HT_EDENIED ||
	       rc == HT_ESTATE || rc == HT_ECONFLICT || rc == HT_EEXISTS;
}

enum ht_rc ht_group_decide(struct ht_app *app, struct ht_group_decision *items,
			   size_t count, ht_str outcome, ht_str basis,
			   ht_str document, size_t *ret_done,
			   struct ht_err *err)
{
	size_t done = 0;

	if (count > HT_GROUP_MAX) {
		ht_fail(err, HT_ETOOBIG, "group.too_many", "items", "%zu",
			count);
		ht_err_arg(err, "cap", "%d", HT_GROUP_MAX);
		return HT_ETOOBIG;
	}
	for (size_t i = 0; i < count; i++) {
		struct ht_group_decision *item = &items[i];
		const struct ht_verify_order order = {
			.stream = item->stream,
			.version = item->version,
			.role = item->role,
			.basis = basis,
		};
		enum ht_rc rc;

		item->refused = (struct ht_err){ 0 };
		rc = ht_entry_decide(app, item->entry, &order, item->field,
				     outcome, document, &item->refused);
		if (rc && !is_refusal(rc)) {
			if (err)
				*err = item->refused;
			return rc;
		}
		done += !rc;
	}
	*ret_done = done;
	return HT_OK;
}
