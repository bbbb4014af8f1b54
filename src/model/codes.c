#include "model/codes.h"

#include <string.h>

#include "base/viet.h"

enum { NAME_BYTES_MAX = 200, NATIONS_MAX = 400 };

struct slot {
	ht_str key; /* NULL pointer: free */
	uint64_t value;
};

/* Open addressing; at most half full. */
struct index {
	struct slot *slots;
	size_t mask;
	size_t count;
};

/*
 * Names as the files have them, as the law reads them and as a careless
 * typist has them.  The first is only there to be fast: nearly every name of
 * a population row is written exactly so.
 */
enum form { FORM_RAW, FORM_STRICT, FORM_LOOSE, FORMS };

struct list {
	struct index index[FORMS];
	/* Two meanings of one name: groups are joined, nations are dropped. */
	enum { JOIN, DROP } on_clash;
};

struct nation {
	uint16_t code;
	ht_str name;
};

struct ht_codes {
	struct ht_arena mem;
	struct list ethnic, nation;
	ht_str ethnic_names[HT_ETHNIC_GROUPS];
	struct nation nations[NATIONS_MAX];
	size_t nation_count;
};

/* Letters only: "H'Mông", "HMông" and "H-mông" are one; nothing else is. */
static ht_str squeeze(struct ht_arena *mem, ht_str s)
{
	char *to = ht_arena_alloc(mem, s.n + 1);
	const ht_str quote = HT_STR("\xE2\x80\x99"), dash = HT_STR("–");
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		ht_str rest = { s.p + i, s.n - i };

		if (ht_str_starts(rest, quote) || ht_str_starts(rest, dash)) {
			i += 2;
			continue;
		}
		if (!memchr(" -'.", s.p[i], 4))
			to[n++] = s.p[i];
	}
	return (ht_str){ to, n };
}

static ht_str form_of(struct ht_arena *mem, enum form form, ht_str s)
{
	switch (form) {
	case FORM_STRICT:
		return squeeze(mem, ht_viet_legal(mem, s));
	case FORM_LOOSE:
		return squeeze(mem, ht_viet_search(mem, s));
	default:
		return s;
	}
}

static struct slot *find_slot(const struct index *index, ht_str key)
{
	size_t at = ht_str_hash(key) & index->mask;

	while (index->slots[at].key.p && !ht_str_is(index->slots[at].key, key))
		at = (at + 1) & index->mask;
	return &index->slots[at];
}

static void put(struct list *list, enum form form, ht_str key, uint64_t value)
{
	struct slot *slot = find_slot(&list->index[form], key);

	if (!slot->key.p) {
		slot->key = key;
		slot->value = value;
		list->index[form].count++;
	} else if (list->on_clash == JOIN) {
		slot->value |= value;
	} else if (slot->value != value) {
		slot->value = 0;
	}
}

/* False when the name says nothing or is no name. */
static bool add_name(struct ht_codes *codes, struct list *list, ht_str name,
		     uint64_t value)
{
	name = ht_str_trim(name);
	if (name.n == 0 || name.n > NAME_BYTES_MAX)
		return false;
	for (enum form form = FORM_RAW; form < FORMS; form++) {
		ht_str key = form_of(&codes->mem, form, name);

		if (key.n == 0)
			return false;
		put(list, form, key, value);
	}
	return true;
}

static bool add_names(struct ht_codes *codes, struct list *list, ht_str names,
		      uint64_t value)
{
	ht_str name;

	if (names.n == 0)
		return true;
	while (ht_str_next(&names, ';', &name))
		if (!add_name(codes, list, name, value))
			return false;
	return true;
}

/* code, statistics office's name, Ministry's name, aliases */
static bool add_ethnic(struct ht_codes *codes, const ht_str cells[4])
{
	uint32_t group;
	uint64_t bit;

	if (cells[0].n != 2 || !ht_str_to_u32(cells[0], &group) || group < 1 ||
	    group > HT_ETHNIC_GROUPS || codes->ethnic_names[group - 1].p)
		return false;
	bit = UINT64_C(1) << (group - 1);
	codes->ethnic_names[group - 1] = cells[2];
	return add_name(codes, &codes->ethnic, cells[1], bit) &&
	       add_name(codes, &codes->ethnic, cells[2], bit) &&
	       add_names(codes, &codes->ethnic, cells[3], bit);
}

/* alpha-2, Vietnamese name, English name, aliases */
static bool add_nation(struct ht_codes *codes, const ht_str cells[4])
{
	const char *p = cells[0].p;
	struct nation *nation = &codes->nations[codes->nation_count];

	if (cells[0].n != 2 || p[0] < 'A' || p[0] > 'Z' || p[1] < 'A' ||
	    p[1] > 'Z' || codes->nation_count == NATIONS_MAX)
		return false;
	nation->code = (uint16_t)(p[0] << 8 | p[1]);
	nation->name = cells[1];
	if (ht_codes_nation_name(codes, nation->code).p)
		return false;
	codes->nation_count++;
	return add_name(codes, &codes->nation, cells[0], nation->code) &&
	       add_name(codes, &codes->nation, cells[1], nation->code) &&
	       add_name(codes, &codes->nation, cells[2], nation->code) &&
	       add_names(codes, &codes->nation, cells[3], nation->code);
}

typedef bool add_row(struct ht_codes *codes, const ht_str cells[4]);

static enum ht_rc bad_row(struct ht_err *err, const char *file, unsigned line)
{
	(void)ht_fail(err, HT_EINVALID, "codes.row", file, "line %u", line);
	ht_err_arg(err, "file", "%s", file);
	ht_err_arg(err, "line", "%u", line);
	return HT_EINVALID;
}

/* Rows of four cells under one header row; '#' begins a comment line. */
static enum ht_rc read_rows(struct ht_codes *codes, ht_str tsv,
			    const char *file, add_row *add, struct ht_err *err)
{
	ht_str rest = ht_arena_str(&codes->mem, tsv), row;
	bool has_header = false;

	for (unsigned line = 1; ht_str_next(&rest, '\n', &row); line++) {
		ht_str cells[4] = { 0 }, cell, left = row;
		size_t count = 0;

		if (row.n == 0 || row.p[0] == '#')
			continue;
		while (count < 4 && ht_str_next(&left, '\t', &cell))
			cells[count++] = ht_str_trim(cell);
		if (count != 4 || left.p)
			return bad_row(err, file, line);
		if (has_header && !add(codes, cells))
			return bad_row(err, file, line);
		has_header = true;
	}
	return has_header ? HT_OK : bad_row(err, file, 1);
}

/* Room for every name a file of this size can hold. */
static void make_index(struct ht_codes *codes, struct list *list, ht_str tsv)
{
	size_t names = 8, slots = 64;

	for (size_t i = 0; i < tsv.n; i++)
		names +=
			tsv.p[i] == '\t' || tsv.p[i] == ';' || tsv.p[i] == '\n';
	while (slots < names * 2)
		slots *= 2;
	for (enum form form = FORM_RAW; form < FORMS; form++) {
		list->index[form].slots =
			HT_ARRAY(&codes->mem, struct slot, slots);
		list->index[form].mask = slots - 1;
	}
}

enum ht_rc ht_codes_new(ht_str ethnic_tsv, ht_str countries_tsv,
			struct ht_codes **ret_codes, struct ht_err *err)
{
	struct ht_codes *codes;
	enum ht_rc rc;

	if (ethnic_tsv.n > HT_CODES_BYTES_MAX)
		return bad_row(err, "ethnic", 0);
	if (countries_tsv.n > HT_CODES_BYTES_MAX)
		return bad_row(err, "countries", 0);
	codes = ht_mem_alloc(1, sizeof *codes);
	codes->nation.on_clash = DROP;
	make_index(codes, &codes->ethnic, ethnic_tsv);
	make_index(codes, &codes->nation, countries_tsv);
	rc = read_rows(codes, ethnic_tsv, "ethnic", add_ethnic, err);
	if (rc == HT_OK)
		rc = read_rows(codes, countries_tsv, "countries", add_nation,
			       err);
	if (rc) {
		ht_codes_free(codes);
		return rc;
	}
	*ret_codes = codes;
	return HT_OK;
}

void ht_codes_free(struct ht_codes *codes)
{
	if (!codes)
		return;
	ht_arena_done(&codes->mem);
	ht_mem_free(codes);
}

static uint64_t look_up(const struct list *list, enum form form, ht_str name)
{
	HT_AUTO(ht_arena) mem = { 0 };
	uint64_t value = find_slot(&list->index[FORM_RAW], name)->value;

	if (value)
		return value;
	return find_slot(&list->index[form], form_of(&mem, form, name))->value;
}

/*
 * "Mông (Mèo)": the whole, else what stands before the bracket, else what
 * stands inside it; "dân tộc Kinh" without its first two words.
 */
static uint64_t find(const struct list *list, enum form form, ht_str name)
{
	const ht_str kind = HT_STR("dân tộc ");
	ptrdiff_t open, close;
	uint64_t value;

	name = ht_str_trim(name);
	if (name.n == 0 || name.n > NAME_BYTES_MAX)
		return 0;
	if (name.n > kind.n &&
	    ht_viet_is_same_legal(ht_str_cut(name, 0, kind.n), kind))
		name = ht_str_trim(ht_str_cut(name, kind.n, name.n));
	value = look_up(list, form, name);
	open = ht_str_find(name, HT_STR("("));
	close = ht_str_find(name, HT_STR(")"));
	if (value || open < 0 || close < open)
		return value;
	value = look_up(list, form,
			ht_str_trim(ht_str_cut(name, 0, (size_t)open)));
	if (value)
		return value;
	return look_up(
		list, form,
		ht_str_trim(ht_str_cut(name, (size_t)open + 1, (size_t)close)));
}

static uint64_t find_ethnic(const struct ht_codes *codes, enum form form,
			    ht_str name)
{
	uint32_t group;

	name = ht_str_trim(name);
	if (name.n <= 2 && ht_str_to_u32(name, &group) && group >= 1 &&
	    group <= HT_ETHNIC_GROUPS)
		return UINT64_C(1) << (group - 1);
	return find(&codes->ethnic, form, name);
}

uint64_t ht_codes_ethnic(const struct ht_codes *codes, ht_str name)
{
	return find_ethnic(codes, FORM_STRICT, name);
}

uint64_t ht_codes_ethnic_like(const struct ht_codes *codes, ht_str name)
{
	uint64_t strict = find_ethnic(codes, FORM_STRICT, name);

	return strict ? strict : find_ethnic(codes, FORM_LOOSE, name);
}

ht_str ht_codes_ethnic_name(const struct ht_codes *codes, int group)
{
	if (group < 1 || group > HT_ETHNIC_GROUPS)
		return (ht_str){ NULL, 0 };
	return codes->ethnic_names[group - 1];
}

uint16_t ht_codes_nation(const struct ht_codes *codes, ht_str name)
{
	return (uint16_t)find(&codes->nation, FORM_STRICT, name);
}

uint16_t ht_codes_nation_like(const struct ht_codes *codes, ht_str name)
{
	uint16_t strict = ht_codes_nation(codes, name);

	return strict ? strict
		      : (uint16_t)find(&codes->nation, FORM_LOOSE, name);
}

ht_str ht_codes_nation_name(const struct ht_codes *codes, uint16_t nation)
{
	for (size_t i = 0; i < codes->nation_count; i++)
		if (codes->nations[i].code == nation)
			return codes->nations[i].name;
	return (ht_str){ NULL, 0 };
}
