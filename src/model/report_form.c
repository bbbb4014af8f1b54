#include "model/report_form.h"

#include "model/reader.h"

enum { LABEL_MAX = 400 };

static const struct ht_reader_words refusals = {
	.shape = "report_form.shape",
	.word = "report_form.word",
	.reference = "report_form.dim",
	.twice = "report_form.double",
	.id = "report_form.shape",
	.too_many = "report_form.too_many",
};

static const char *const dim_names[HT_DIMS] = {
	[HT_DIM_TYPE] = "type",       [HT_DIM_STREAM] = "stream",
	[HT_DIM_UNIT] = "unit",       [HT_DIM_ERA] = "era",
	[HT_DIM_STATE] = "state",     [HT_DIM_CLASS] = "class",
	[HT_DIM_DONE] = "done",       [HT_DIM_MONTH] = "month",
	[HT_DIM_FIELD] = "field",     [HT_DIM_KIND] = "kind",
	[HT_DIM_SETTLED] = "settled",
};

static const char *const counts_names[HT_COUNTS] = {
	[HT_COUNTS_ENTRIES] = "entries",
	[HT_COUNTS_LINKED] = "linked",
	[HT_COUNTS_WARNED] = "warned",
	[HT_COUNTS_RECOGNISED] = "recognised",
	[HT_COUNTS_DIFFERENCES] = "differences",
};

#define BIT(dim) (1u << HT_DIM_##dim)

const char *ht_dim_name(enum ht_dim dim)
{
	return dim_names[dim];
}

unsigned ht_counts_dims(enum ht_report_counts counts)
{
	const unsigned of_book = BIT(TYPE) | BIT(UNIT) | BIT(ERA);

	switch (counts) {
	case HT_COUNTS_DIFFERENCES:
		return of_book | BIT(FIELD) | BIT(KIND) | BIT(SETTLED);
	default:
		return of_book | BIT(STREAM) | BIT(STATE) | BIT(CLASS) |
		       BIT(DONE) | BIT(MONTH);
	}
}

struct reader {
	struct ht_reader in;
	struct ht_report_form *form;
	unsigned dims; /* of everything counted */
	bool has_counts[HT_COUNTS];
};

/* -- words ----------------------------------------------------------------- */

static bool dim_from(ht_str name, enum ht_dim *ret_dim)
{
	for (int i = 0; i < HT_DIMS; i++)
		if (ht_str_is_c(name, dim_names[i])) {
			*ret_dim = (enum ht_dim)i;
			return true;
		}
	return false;
}

static enum ht_rc read_dim(struct reader *r, const char *word, ht_str name,
			   enum ht_dim *ret_dim)
{
	if (!dim_from(name, ret_dim))
		return ht_reader_bad_word(&r->in, word, name);
	if (!(r->dims & 1u << *ret_dim))
		return ht_reader_bad_reference(&r->in, word, name);
	return HT_OK;
}

/* {"state": "keyed", "class": ""} */
static enum ht_rc read_filter(struct reader *r, const struct ht_json *object,
			      struct ht_report_filter *ret_filter)
{
	const struct ht_json *where = ht_json_get(object, "where");

	if (where && (where->type != HT_JSON_OBJECT ||
		      where->count > HT_REPORT_FORM_WHERE_MAX))
		return ht_reader_bad_shape(&r->in, "where");
	HT_JSON_EACH(it, where)
	{
		struct ht_report_where *one =
			&ret_filter->where[ret_filter->count++];
		enum ht_rc rc = read_dim(r, "where", it->key, &one->dim);

		if (rc)
			return rc;
		if (it->type != HT_JSON_STR)
			return ht_reader_bad_shape(&r->in, "where");
		one->value = it->str;
	}
	return HT_OK;
}

/* -- what is counted ------------------------------------------------------- */

static enum ht_rc read_groups(struct reader *r, const struct ht_json *root)
{
	struct ht_report_form *form = r->form;
	const struct ht_json *list = NULL;
	enum ht_rc rc;

	r->in.part = "groups";
	r->in.item = HT_STR("");
	rc = ht_reader_some(&r->in, root, "groups", HT_REPORT_FORM_GROUPS_MAX,
			    &list);
	if (rc)
		return rc;
	HT_JSON_EACH(it, list)
	{
		enum ht_dim dim;

		rc = read_dim(r, "groups", ht_json_str(it), &dim);
		if (rc)
			return rc;
		for (size_t i = 0; i < form->group_count; i++)
			if (form->groups[i] == dim)
				return ht_reader_twice(&r->in, "groups",
						       it->str);
		form->groups[form->group_count++] = dim;
	}
	return HT_OK;
}

static enum ht_rc read_counts(struct reader *r, const struct ht_json *json,
			      enum ht_report_counts *ret_counts)
{
	ht_str name = ht_json_str(ht_json_get(json, "counts"));

	for (int i = 0; i < HT_COUNTS; i++)
		if (ht_str_is_c(name, counts_names[i])) {
			*ret_counts = (enum ht_report_counts)i;
			r->has_counts[i] = true;
			return HT_OK;
		}
	return ht_reader_bad_word(&r->in, "counts", name);
}

static enum ht_rc read_line(struct reader *r, const struct ht_json *json,
			    struct ht_report_form_line *line)
{
	static const char *const known[] = { "text", "counts", "where",
					     "each", "always", NULL };
	ht_str each = ht_json_str(ht_json_get(json, "each"));
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (!rc)
		rc = ht_reader_text(&r->in, json, "text", LABEL_MAX,
				    &line->text);
	r->in.item = line->text;
	if (!rc)
		rc = read_counts(r, json, &line->counts);
	if (!rc)
		rc = read_filter(r, json, &line->filter);
	line->has_each = ht_json_get(json, "each") != NULL;
	line->is_always = ht_json_is_true(ht_json_get(json, "always"));
	return rc || !line->has_each ? rc
				     : read_dim(r, "each", each, &line->each);
}

static bool has_stream(const struct reader *r,
		       const struct ht_report_form_line *line)
{
	const struct ht_report_form *form = r->form;

	if (!(ht_counts_dims(line->counts) & BIT(STREAM)) ||
	    (line->has_each && line->each == HT_DIM_STREAM))
		return true;
	for (size_t i = 0; i < form->group_count; i++)
		if (form->groups[i] == HT_DIM_STREAM)
			return true;
	for (size_t i = 0; i < line->filter.count; i++)
		if (line->filter.where[i].dim == HT_DIM_STREAM &&
		    line->filter.where[i].value.n)
			return true;
	return false;
}

static enum ht_rc read_lines(struct reader *r, const struct ht_json *root)
{
	struct ht_report_form *form = r->form;
	const struct ht_json *list = NULL;
	enum ht_report_counts counts;
	enum ht_rc rc;

	r->in.part = "lines";
	r->in.item = HT_STR("");
	rc = ht_reader_some(&r->in, root, "lines", HT_REPORT_FORM_LINES_MAX,
			    &list);
	if (rc)
		return rc;
	/* a dimension must be of everything that is counted */
	r->dims = (1u << HT_DIMS) - 1;
	HT_JSON_EACH(it, list)
	{
		rc = read_counts(r, it, &counts);
		if (rc)
			return rc;
		r->dims &= ht_counts_dims(counts);
	}
	rc = read_groups(r, root);
	r->in.part = "lines";
	HT_JSON_EACH(it, list)
	{
		struct ht_report_form_line *line =
			&form->lines[form->line_count++];

		if (!rc)
			rc = read_line(r, it, line);
		if (!rc && !has_stream(r, line))
			rc = ht_reader_refuse(&r->in, "report_form.streams",
					      "lines", line->text);
	}
	return rc;
}

/* -- columns --------------------------------------------------------------- */

/* "type", "type_label", "line", "count", "share", "open". */
static enum ht_rc read_is(struct reader *r, ht_str word,
			  struct ht_report_form_column *column)
{
	static const struct {
		const char *word;
		enum ht_report_is is;
	} words[] = { { "line", HT_IS_LINE },
		      { "count", HT_IS_COUNT },
		      { "share", HT_IS_SHARE },
		      { "open", HT_IS_OPEN } };
	const ht_str label = HT_STR("_label");

	if (r->form->counter.n) {
		column->is = HT_IS_NAMED;
		column->named = word;
		return word.n ? HT_OK : ht_reader_bad_shape(&r->in, "is");
	}
	for (size_t i = 0; i < HT_LEN(words); i++)
		if (ht_str_is_c(word, words[i].word)) {
			column->is = words[i].is;
			return HT_OK;
		}
	column->is = HT_IS_DIM;
	if (ht_str_ends(word, label)) {
		column->is = HT_IS_LABEL;
		word = ht_str_cut(word, 0, word.n - label.n);
	}
	return read_dim(r, "is", word, &column->dim);
}

/* A dimension that is no group would be another in every row. */
static bool is_group(const struct ht_report_form *form, enum ht_dim dim)
{
	for (size_t i = 0; i < form->group_count; i++)
		if (form->groups[i] == dim)
			return true;
	return false;
}

static enum ht_rc read_column(struct reader *r, const struct ht_json *json)
{
	static const char *const known[] = { "id", "label", "is", "where",
					     NULL };
	struct ht_report_form *form = r->form;
	struct ht_report_form_column *column =
		&form->columns[form->column_count];
	ht_str is = ht_json_str(ht_json_get(json, "is"));
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	if (!rc)
		rc = ht_reader_id(&r->in, json, "id", &column->id);
	if (rc)
		return rc;
	r->in.item = column->id;
	for (size_t i = 0; i < form->column_count; i++)
		if (ht_str_is(form->columns[i].id, column->id))
			return ht_reader_twice(&r->in, "id", column->id);
	if (ht_json_get(json, "label"))
		rc = ht_reader_text(&r->in, json, "label", LABEL_MAX,
				    &column->label);
	if (!rc)
		rc = read_is(r, is, column);
	if (!rc && (column->is == HT_IS_DIM || column->is == HT_IS_LABEL) &&
	    !is_group(form, column->dim))
		rc = ht_reader_bad_reference(&r->in, "is", is);
	if (!rc && column->is != HT_IS_COUNT && ht_json_get(json, "where"))
		rc = ht_reader_bad_word(&r->in, "where", column->id);
	if (!rc)
		rc = read_filter(r, json, &column->filter);
	form->column_count++;
	return rc;
}

static enum ht_rc read_columns(struct reader *r, const struct ht_json *root)
{
	const struct ht_json *list = NULL;
	enum ht_rc rc;

	r->in.part = "columns";
	r->in.item = HT_STR("");
	rc = ht_reader_some(&r->in, root, "columns", HT_REPORT_FORM_COLUMNS_MAX,
			    &list);
	HT_JSON_EACH(it, rc ? NULL : list)
	{
		rc = read_column(r, it);
		if (rc)
			return rc;
	}
	return rc;
}

/* -- the sentence ---------------------------------------------------------- */

static enum ht_rc read_arg(struct reader *r, const struct ht_json *json,
			   struct ht_report_arg *arg)
{
	static const char *const known[] = { "where", "part", "of", "top",
					     NULL };
	const struct ht_json *top = ht_json_get(json, "top");
	enum ht_rc rc = ht_reader_keys(&r->in, json, known);

	arg->name = json->key;
	arg->part = ht_json_str(ht_json_get(json, "part"));
	arg->whole = ht_json_str(ht_json_get(json, "of"));
	arg->is_top = top != NULL;
	if (!rc && arg->part.n && !arg->whole.n)
		rc = ht_reader_bad_shape(&r->in, "of");
	if (!rc && top)
		rc = read_is(r, ht_json_str(top), &arg->top);
	return rc ? rc : read_filter(r, json, &arg->filter);
}

static enum ht_rc read_headline(struct reader *r, const struct ht_json *root)
{
	static const char *const known[] = { "text", "none", "each", "args",
					     NULL };
	const struct ht_json *json = ht_json_get(root, "headline");
	const struct ht_json *args = ht_json_get(json, "args");
	struct ht_report_form *form = r->form;
	enum ht_rc rc;

	r->in.part = "headline";
	r->in.item = HT_STR("");
	rc = ht_reader_keys(&r->in, json, known);
	if (!rc)
		rc = ht_reader_text(&r->in, json, "text", LABEL_MAX,
				    &form->headline.text);
	if (!rc)
		rc = ht_reader_text(&r->in, json, "none", LABEL_MAX,
				    &form->headline.none);
	form->headline.has_each = ht_json_get(json, "each") != NULL;
	if (!rc && form->headline.has_each)
		rc = read_dim(r, "each", ht_json_str(ht_json_get(json, "each")),
			      &form->headline.each);
	if (!rc && args &&
	    (args->type != HT_JSON_OBJECT ||
	     args->count > HT_REPORT_FORM_ARGS_MAX))
		rc = ht_reader_bad_shape(&r->in, "args");
	HT_JSON_EACH(it, rc ? NULL : args)
	{
		rc = read_arg(r, it,
			      &form->headline.args[form->headline.arg_count++]);
		if (rc)
			return rc;
	}
	return rc;
}

/* The sentence of several streams names each. */
static enum ht_rc check_headline(struct reader *r)
{
	const struct ht_report_form *form = r->form;
	bool is_each =
		form->headline.has_each && form->headline.each == HT_DIM_STREAM;

	for (size_t i = 0; i < form->line_count; i++) {
		const struct ht_report_filter *f = &form->lines[i].filter;

		if (!(ht_counts_dims(form->lines[i].counts) & BIT(STREAM)))
			is_each = true;
		for (size_t k = 0; k < f->count && i == 0; k++)
			is_each |= f->where[k].dim == HT_DIM_STREAM;
	}
	return is_each ? HT_OK
		       : ht_reader_refuse(&r->in, "report_form.streams",
					  "headline", form->id);
}

/* -- the whole ------------------------------------------------------------- */

static enum ht_rc read_counted(struct reader *r, const struct ht_json *root)
{
	static const char *const orders[] = { "groups", "count" };
	const struct ht_json *order = ht_json_get(root, "order");
	enum ht_rc rc = read_lines(r, root);

	if (!rc)
		rc = read_columns(r, root);
	if (!rc)
		rc = read_headline(r, root);
	if (!rc)
		rc = check_headline(r);
	r->in.part = "report";
	if (rc || !order)
		return rc;
	r->form->is_by_count = ht_str_is_c(ht_json_str(order), orders[1]);
	return r->form->is_by_count || ht_str_is_c(order->str, orders[0])
		       ? HT_OK
		       : ht_reader_bad_word(&r->in, "order", order->str);
}

static enum ht_rc read_root(struct reader *r, const struct ht_json *root)
{
	static const char *const counted[] = { "id",       "version", "english",
					       "label",    "key",     "groups",
					       "lines",    "columns", "order",
					       "headline", NULL };
	static const char *const named[] = { "id",      "version", "english",
					     "label",   "key",     "counter",
					     "columns", NULL };
	struct ht_report_form *form = r->form;
	bool is_named = ht_json_get(root, "counter") != NULL;
	enum ht_rc rc =
		ht_reader_keys(&r->in, root, is_named ? named : counted);

	if (!rc)
		rc = ht_reader_id(&r->in, root, "id", &form->id);
	if (rc)
		return rc;
	r->in.item = form->id;
	rc = ht_reader_version(&r->in, root, &form->version);
	if (!rc)
		rc = ht_reader_text(&r->in, root, "label", LABEL_MAX,
				    &form->label);
	form->english = ht_json_str(ht_json_get(root, "english"));
	form->key = ht_json_str(ht_json_get(root, "key"));
	if (rc || !is_named)
		return rc ? rc : read_counted(r, root);
	rc = ht_reader_text(&r->in, root, "counter", LABEL_MAX, &form->counter);
	return rc ? rc : read_columns(r, root);
}

enum ht_rc ht_report_form_read(struct ht_arena *mem, ht_str json,
			       const struct ht_report_form **ret_form,
			       struct ht_err *err)
{
	struct ht_err own = { 0 };
	struct reader r = { .in = { .words = &refusals,
				    .mem = mem,
				    .err = err ? err : &own,
				    .part = "report" } };
	const struct ht_json *root;
	enum ht_rc rc = ht_json_read(mem, json, HT_REPORT_FORM_BYTES_MAX, &root,
				     r.in.err);

	if (rc)
		return rc;
	r.form = HT_NEW(mem, struct ht_report_form);
	r.form->hash = ht_sha256(json);
	rc = read_root(&r, root);
	if (!rc)
		*ret_form = r.form;
	return rc;
}
