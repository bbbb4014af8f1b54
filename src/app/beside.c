#include "app/beside.h"

#include "app/entries.h"
#include "app/linker.h"

struct job {
	const struct ht_app *app;
	struct ht_arena *mem;
	const struct ht_entry *book, *other;
	struct ht_beside *found;
	bool *is_told; /* by field: its fact was compared, or it is the place */
	bool *is_added; /* a wife's husband and the husband: one field */
};

static void add(struct job *job, int role, ht_str field, enum ht_diff_kind kind,
		bool decides)
{
	job->found->diffs[job->found->diff_count++] =
		(struct ht_beside_diff){ role, field, kind, decides };
	job->found->decides |= decides;
}

static void add_facts(struct job *job, const struct ht_beside_role *found,
		      bool decides)
{
	for (size_t i = 0; i < found->diffs.count; i++) {
		const struct ht_diff *d = &found->diffs.diff[i];

		int field =
			ht_entry_fact_field(job->book, found->role, d->fact);

		if (field < 0 || d->decides != decides || job->is_added[field])
			continue;
		job->is_added[field] = true;
		add(job, found->role, found->field[d->fact], d->kind, decides);
	}
}

/* -- facts of the principal roles ------------------------------------------ */

static void compare_role(struct job *job, int role, uint32_t unit)
{
	const struct ht_regtype *type = job->book->type;
	const struct ht_role *r = &type->roles[role];
	struct ht_beside_role *found =
		&job->found->roles[job->found->role_count++];

	found->role = role;
	ht_link_facts(job->app, job->book, role, unit, &found->book);
	ht_link_facts(job->app, job->other, role, unit, &found->other);
	ht_legal_compare_pages(job->app->units, job->app->codes, r,
			       &found->book, &found->other, &found->diffs);
	for (int i = 0; i < HT_FACTS; i++) {
		enum ht_fact fact = (enum ht_fact)i;
		int field = ht_entry_fact_field(job->book, role, fact);

		if (field < 0 || !((r->decides | r->tracked) & 1u << fact))
			continue;
		found->field[fact] = type->fields[field].id;
		job->is_told[field] = true;
	}
}

/* -- everything else on the page ------------------------------------------- */

static ht_str says(const struct ht_entry *entry, size_t field)
{
	const struct ht_value *value = &entry->values[field];

	return ht_value_says(value) ? value->raw : (ht_str){ NULL, 0 };
}

static struct ht_page_text page_of(const struct ht_entry *entry, size_t field)
{
	ht_date on = ht_entry_registered(entry);
	int year = ht_entry_year(entry);

	if (!on.year && year)
		on = (ht_date){ (int16_t)year, 7, 1 };
	return (struct ht_page_text){ says(entry, field), year, on };
}

/* Of a parent or an applicant: told under the first principal role. */
static int told_under(const struct job *job, size_t field)
{
	int role = job->book->type->fields[field].role;

	for (size_t i = 0; i < job->found->role_count; i++)
		if (job->found->roles[i].role == role)
			return role;
	return job->found->role_count ? job->found->roles[0].role : -1;
}

static void compare_rest(struct job *job)
{
	const struct ht_regtype *type = job->book->type;

	for (size_t i = 0; i < type->field_count; i++) {
		struct ht_page_text a, b;
		enum ht_diff_kind kind = HT_DIFF_OTHER;

		if (job->is_told[i] || !says(job->book, i).n ||
		    !says(job->other, i).n)
			continue;
		a = page_of(job->book, i);
		b = page_of(job->other, i);
		if (ht_legal_field_differs(job->app->units, job->app->codes,
					   &type->fields[i], &a, &b, &kind))
			add(job, told_under(job, i), type->fields[i].id, kind,
			    false);
	}
}

void ht_beside_compare(const struct ht_app *app, struct ht_arena *mem,
		       const struct ht_entry *book,
		       const struct ht_entry *other, uint32_t unit,
		       struct ht_beside *ret_beside)
{
	const struct ht_regtype *type = other->type;
	const int place[] = { type->f_number, type->f_volume, type->f_office };
	struct ht_entry as_other;
	struct job job = {
		.app = app,
		.mem = mem,
		.book = &as_other,
		.other = other,
		.found = ret_beside,
	};

	ht_entry_as(mem, book, type, &as_other);
	*ret_beside = (struct ht_beside){
		.roles = HT_ARRAY(mem, struct ht_beside_role,
				  type->role_count + 1),
		.diffs = HT_ARRAY(mem, struct ht_beside_diff,
				  type->field_count +
					  type->role_count * HT_FACTS + 1),
	};
	job.is_told = HT_ARRAY(mem, bool, type->field_count + 1);
	job.is_added = HT_ARRAY(mem, bool, type->field_count + 1);
	for (size_t i = 0; i < HT_LEN(place); i++)
		if (place[i] >= 0)
			job.is_told[place[i]] =
				true; /* they were found by it */
	for (size_t i = 0; i < type->role_count; i++)
		if (type->roles[i].is_principal)
			compare_role(&job, (int)i, unit);
	for (size_t i = 0; i < ret_beside->role_count; i++)
		add_facts(&job, &ret_beside->roles[i], true);
	for (size_t i = 0; i < ret_beside->role_count; i++)
		add_facts(&job, &ret_beside->roles[i], false);
	compare_rest(&job);
}

/* -- one entry of a list --------------------------------------------------- */

static const char *const names[] = {
	[HT_BESIDE_NONE] = "none",
	[HT_BESIDE_SAME] = "same",
	[HT_BESIDE_DIFFERENT] = "different",
};

const char *ht_beside_name(enum ht_beside_state state)
{
	return names[state];
}

bool ht_beside_from(ht_str name, enum ht_beside_state *ret_state)
{
	for (size_t i = 0; i < HT_LEN(names); i++)
		if (ht_str_is_c(name, names[i])) {
			*ret_state = (enum ht_beside_state)i;
			return true;
		}
	return false;
}

static enum ht_rc look(struct ht_app *app, struct ht_arena *mem,
		       const struct ht_entry *entry, uint32_t unit,
		       const struct ht_stmt *st,
		       enum ht_beside_state *ret_state, struct ht_err *err)
{
	const struct ht_regtype *type =
		ht_app_type(app, entry->type->id, ht_stmt_get_int(st, 3));
	struct ht_beside found;
	struct ht_entry other;
	enum ht_rc rc;

	if (!type)
		return ht_fail(err, HT_ECORRUPT, "app.resources", "type",
			       "type is gone");
	rc = ht_entry_read(mem, type, ht_stmt_get_text(st, 0), &other, err);
	if (rc)
		return rc;
	ht_beside_compare(app, mem, entry, &other, unit, &found);
	*ret_state = found.decides ? HT_BESIDE_DIFFERENT : HT_BESIDE_SAME;
	return HT_OK;
}

enum ht_rc ht_beside_of(struct ht_app *app, struct ht_arena *mem, ht_id id,
			const struct ht_entry *entry, ht_str unit_code,
			enum ht_beside_state *ret_state, struct ht_err *err)
{
	HT_AUTO(ht_stmt) st = { 0 };
	enum ht_beside_state worst = HT_BESIDE_NONE, one = HT_BESIDE_NONE;
	uint32_t unit = unit_code.n
				? ht_units_by_code(app->units, unit_code,
						   ht_entry_registered(entry))
				: 0;
	enum ht_rc rc =
		ht_stmt_open(&st, app->store, HT_SQL_REGISTER_OF_ENTRY, err);

	if (rc)
		return rc;
	ht_stmt_int(&st, ht_store_cell(app->store));
	ht_stmt_int(&st, id);
	while ((rc = ht_stmt_row(&st, err)) == HT_OK) {
		rc = look(app, mem, entry, unit, &st, &one, err);
		if (rc)
			return rc;
		worst = one > worst ? one : worst;
	}
	if (rc == HT_ENOTFOUND)
		*ret_state = worst;
	return rc == HT_ENOTFOUND ? HT_OK : rc;
}
