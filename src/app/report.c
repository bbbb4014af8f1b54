#include "app/report_inside.h"

#include <stdarg.h>

#include "app/reports.h"
#include "sys/text.h"

enum { PAIRS_MAX = 8 };

/* -- cells ----------------------------------------------------------------- */

void ht_report_text(struct ht_report_job *job, ht_str text)
{
	if (job->count == job->room) {
		size_t more = job->room ? 2 * job->room : 1024;

		job->cells = ht_mem_grow(job->cells, job->room, more,
					 sizeof *job->cells);
		job->room = more;
	}
	job->cells[job->count++] = ht_arena_str(job->mem, text);
}

void ht_report_number(struct ht_report_job *job, int64_t number)
{
	ht_report_text(job,
		       ht_arena_print(job->mem, "%lld", (long long)number));
}

ht_str ht_report_percent(struct ht_arena *mem, int64_t part, int64_t whole)
{
	if (whole <= 0)
		return HT_STR("");
	return ht_text_fixed(mem, 100.0 * (double)part / (double)whole, 1);
}

void ht_report_share(struct ht_report_job *job, int64_t part, int64_t whole)
{
	ht_report_text(job, ht_report_percent(job->mem, part, whole));
}

void ht_report_note(struct ht_report_job *job, ht_str text)
{
	struct ht_report *r = job->report;

	if (r->note_count < HT_REPORT_NOTES_MAX)
		r->notes[r->note_count++] = text;
}

ht_str ht_report_say(struct ht_report_job *job, const char *key, ...)
{
	const char *pairs[2 * PAIRS_MAX];
	size_t count = 0;
	va_list list;

	va_start(list, key);
	while (count < PAIRS_MAX) {
		const char *name = va_arg(list, const char *);

		if (!name)
			break;
		pairs[2 * count] = name;
		pairs[2 * count++ + 1] = va_arg(list, const char *);
	}
	va_end(list);
	return ht_text_fill(job->mem, key, pairs, count);
}

const char *ht_report_count(struct ht_report_job *job, int64_t number)
{
	return ht_text_count(job->mem, number).p;
}

int64_t ht_report_day_ms(ht_date day)
{
	return ht_date_to_days(day) * (int64_t)86400000 - 7 * 3600000;
}

ht_str ht_report_type_label(const struct ht_app *app, ht_str type)
{
	const struct ht_regtype *found = ht_regtypes_find(&app->types, type);

	return found ? found->label : type;
}

/* -- by name --------------------------------------------------------------- */

static const struct ht_report_counter *const counters[] = {
	&ht_report_counter_days,  &ht_report_counter_people,
	&ht_report_counter_plan,  &ht_report_counter_register,
	&ht_report_counter_rules,
};

const struct ht_report_counter *ht_report_counter_find(ht_str name)
{
	for (size_t i = 0; i < HT_LEN(counters); i++)
		if (ht_str_is_c(name, counters[i]->name))
			return counters[i];
	return NULL;
}

int ht_report_counter_column(const struct ht_report_counter *counter,
			     ht_str name)
{
	for (size_t i = 0; i < counter->column_count; i++)
		if (ht_str_is_c(name, counter->columns[i].id))
			return (int)i;
	return -1;
}

/* The words of the program where it has some, else the file's, else `id`. */
static ht_str words_of(struct ht_arena *mem, ht_str key, ht_str label,
		       ht_str id)
{
	const char *text = ht_text_get(ht_arena_str(mem, key).p);

	if (key.n && !ht_str_is_c(key, text))
		return ht_str_from(text);
	return label.n ? label : id;
}

ht_str ht_report_form_title(struct ht_arena *mem,
			    const struct ht_report_form *form)
{
	return words_of(mem, form->key, form->label, form->id);
}

/* The columns of the file out of those the counter gives. */
static void choose(struct ht_report_job *job, const struct ht_report_form *form,
		   const struct ht_report_counter *counter,
		   struct ht_report_column *columns, size_t *from)
{
	struct ht_report *r = job->report;

	for (size_t i = 0; i < form->column_count; i++) {
		const struct ht_report_form_column *c = &form->columns[i];
		int at = counter ? ht_report_counter_column(counter, c->named)
				 : (int)i;

		if (at < 0 || (counter && job->is_absent[at]))
			continue;
		from[r->column_count] = (size_t)at;
		columns[r->column_count++] = (struct ht_report_column){
			.id = ht_arena_str(job->mem, c->id).p,
			.is_number = counter ? counter->columns[at].is_number
					     : c->is == HT_IS_COUNT,
			.title = words_of(job->mem,
					  ht_arena_print(job->mem,
							 "report.c.%.*s",
							 HT_STR_ARG(c->id)),
					  c->label, c->id),
		};
	}
	r->columns = columns;
}

static void lay_out(struct ht_report_job *job,
		    const struct ht_report_form *form,
		    const struct ht_report_counter *counter)
{
	struct ht_report *r = job->report;
	struct ht_report_column *columns = HT_ARRAY(
		job->mem, struct ht_report_column, HT_REPORT_COLUMNS_MAX);
	size_t from[HT_REPORT_COLUMNS_MAX];
	size_t width = counter ? counter->column_count : form->column_count;

	choose(job, form, counter, columns, from);
	r->row_count = job->count / width;
	r->cells =
		HT_ARRAY(job->mem, ht_str, r->row_count * r->column_count + 1);
	for (size_t i = 0; i < r->row_count; i++)
		for (size_t c = 0; c < r->column_count; c++)
			r->cells[i * r->column_count + c] =
				job->cells[i * width + from[c]];
}

enum ht_rc ht_report_make(struct ht_app *app, struct ht_arena *mem, ht_str name,
			  ht_date at, struct ht_report *ret_report,
			  struct ht_err *err)
{
	struct ht_report report = { .at = at.year ? at : ht_app_today(app),
				    .is_demo = app->is_demo };
	struct ht_report_job job = {
		.app = app, .mem = mem, .at = report.at, .report = &report
	};
	const struct ht_report_form *form = NULL;
	const struct ht_report_counter *counter = NULL;
	enum ht_rc rc = ht_app_may(app, "report.read", err);

	if (!rc)
		rc = ht_report_form_find(app, name, &form, err);
	if (rc)
		return rc;
	if (form->counter.n)
		counter = ht_report_counter_find(form->counter);
	report.name = ht_arena_str(mem, form->id).p;
	report.title = ht_report_form_title(mem, form);
	rc = counter ? counter->fill(&job, err)
		     : ht_report_count_form(&job, form, err);
	if (!rc) {
		lay_out(&job, form, counter);
		*ret_report = report;
	}
	ht_mem_free(job.cells);
	return rc;
}
