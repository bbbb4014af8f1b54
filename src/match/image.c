/* The builder's rows into one image, front to back. */
#include <string.h>

#include "base/date.h"
#include "match/builder.h"

enum { PIECES_MAX = 1 << 16 };

struct out {
	ht_match_sink *sink;
	void *arg;
	char *piece; /* what is not summed and handed on yet */
	size_t piece_n;
	uint64_t at;
	uint64_t *sums;
	size_t sum_count;
	enum ht_rc rc;
	struct ht_err *err;
	struct ht_image_foot foot;
};

static void hand_on(struct out *out)
{
	if (!out->piece_n)
		return;
	if (out->sum_count < PIECES_MAX)
		out->sums[out->sum_count++] =
			ht_image_sum(out->piece, out->piece_n);
	if (!out->rc)
		out->rc = out->sink(out->arg,
				    (ht_str){ out->piece, out->piece_n },
				    out->err);
	out->piece_n = 0;
}

static void put(struct out *out, const void *bytes, size_t n)
{
	const char *from = bytes;

	out->at += n;
	while (n) {
		size_t room = HT_IMAGE_PIECE - out->piece_n;
		size_t now = n < room ? n : room;

		memcpy(out->piece + out->piece_n, from, now);
		out->piece_n += now;
		from += now;
		n -= now;
		if (out->piece_n == HT_IMAGE_PIECE)
			hand_on(out);
	}
}

static void pad(struct out *out)
{
	static const char zero[HT_MATCH_IMAGE_ALIGN];

	put(out, zero, (size_t)(-out->at % HT_MATCH_IMAGE_ALIGN));
}

static void begin(struct out *out, enum ht_section section)
{
	pad(out);
	out->foot.at[section] = out->at;
}

static void end(struct out *out, enum ht_section section)
{
	out->foot.n[section] = out->at - out->foot.at[section];
}

static void put_section(struct out *out, enum ht_section section,
			const void *bytes, size_t n)
{
	begin(out, section);
	put(out, bytes, n);
	end(out, section);
}

/* -- order ----------------------------------------------------------------- */

struct order {
	const struct ht_match_builder *b;
	uint32_t *row;      /* by place in the image */
	uint32_t *at;       /* by row */
	uint32_t *filed_at; /* of each filed unit, and the end */
	/* places, with those of people who have other names once more */
	size_t total;
};

static void order_people(struct ht_match_builder *b, struct order *o)
{
	uint32_t *next;

	o->b = b;
	o->row = ht_mem_alloc(b->count + 1, sizeof *o->row);
	o->at = ht_mem_alloc(b->count + 1, sizeof *o->at);
	o->filed_at = ht_mem_alloc(b->filed_count + 1, sizeof *o->filed_at);
	next = ht_mem_alloc(b->filed_count + 1, sizeof *next);
	for (size_t i = 0; i < b->count; i++)
		o->filed_at[b->people[i].place + 1]++;
	for (uint32_t i = 0; i < b->filed_count; i++)
		o->filed_at[i + 1] += o->filed_at[i];
	memcpy(next, o->filed_at, b->filed_count * sizeof *next);
	for (size_t i = 0; i < b->count; i++) {
		uint32_t at = next[b->people[i].place]++;

		o->row[at] = (uint32_t)i;
		o->at[i] = at;
	}
	ht_mem_free(next);
	o->total = b->count + b->other_count;
}

static int by_at(const void *a, const void *b)
{
	const struct ht_other *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/* -- keys ------------------------------------------------------------------ */

/* What a list files somebody under; `is_in` false: nothing to file by. */
struct key {
	uint32_t hash, minor; /* minor: order inside a bucket */
	bool is_in;
};

static void bases_of(const struct ht_match_builder *b, const uint16_t *words,
		     size_t n, uint16_t *ret_bases)
{
	for (size_t i = 0; i < n; i++)
		ret_bases[i] = b->words[words[i]].base;
}

/* The i-th of all names: those of the people, then the other names. */
static struct key key_of(const struct order *o, size_t i, enum ht_section which)
{
	const struct ht_match_builder *b = o->b;
	bool is_other = i >= b->count;
	const struct ht_other *other =
		is_other ? &b->others[i - b->count] : NULL;
	uint32_t row = is_other ? o->row[other->at] : o->row[i];
	const struct ht_person *p = &b->people[row];
	const uint16_t *words = is_other ? other->name : p->name;
	size_t n = is_other ? other->name_n : p->name_n;
	uint16_t bases[HT_NAME_WORDS] = { 0 };
	uint16_t mother = b->words[p->mother[2]].base;
	uint16_t given;
	int day;

	bases_of(b, words, n, bases);
	given = n ? bases[n - 1] : 0;
	switch (which) {
	case HT_S_DAYS:
		day = ht_day_of(p->year, p->month, p->day);
		return (struct key){ ht_key_day(day), given, day >= 0 };
	case HT_S_LIVES:
		return (struct key){ p->live, p->year,
				     !is_other && p->live &&
					     p->live != p->place };
	case HT_S_NAMES:
		return (struct key){ ht_name_hash(bases, n), p->year, n > 0 };
	case HT_S_MOTHERS:
		return (struct key){ ht_key_mother(ht_name_hash(bases, n),
						   mother),
				     0, n && mother };
	case HT_S_ID12S:
		return (struct key){ b->id12[row], 0,
				     !is_other && b->id12[row] };
	default:
		return (struct key){ b->id9[row], 0, !is_other && b->id9[row] };
	}
}

static uint32_t place_of(const struct order *o, size_t i)
{
	return i < o->b->count ? (uint32_t)i : o->b->others[i - o->b->count].at;
}

struct filing {                 /* one list in the making */
	uint32_t *hash, *minor; /* by number of the name */
	uint32_t *item, *spare; /* numbers of names */
	uint32_t *at;
	size_t n;
	uint32_t buckets;
	bool is_direct; /* the hash is the bucket */
};

static void gather(const struct order *o, enum ht_section which,
		   struct filing *f)
{
	for (size_t i = 0; i < o->total; i++) {
		struct key key = key_of(o, i, which);

		if (!key.is_in)
			continue;
		f->hash[i] = key.hash;
		f->minor[i] = key.minor;
		f->item[f->n++] = (uint32_t)i;
	}
}

/* Stable: by the minor key first, by bucket after it. */
static void sort_minor(uint32_t minors, struct filing *f)
{
	uint32_t *count = ht_mem_alloc(minors + 1, sizeof *count);
	uint32_t *swap = f->item;

	for (size_t i = 0; i < f->n; i++)
		count[f->minor[f->item[i]] + 1]++;
	for (uint32_t i = 0; i < minors; i++)
		count[i + 1] += count[i];
	for (size_t i = 0; i < f->n; i++)
		f->spare[count[f->minor[f->item[i]]]++] = f->item[i];
	f->item = f->spare;
	f->spare = swap;
	ht_mem_free(count);
}

static uint32_t bucket_of(const struct filing *f, uint32_t item)
{
	uint32_t hash = f->hash[item];

	return f->is_direct ? hash
			    : (uint32_t)((uint64_t)hash * f->buckets >> 32);
}

static void sort_buckets(const struct order *o, unsigned at_bits,
			 struct filing *f)
{
	uint32_t *next = ht_mem_alloc(f->buckets + 1, sizeof *next);

	for (size_t i = 0; i < f->n; i++)
		f->at[bucket_of(f, f->item[i]) + 1]++;
	for (uint32_t i = 0; i < f->buckets; i++)
		f->at[i + 1] += f->at[i];
	memcpy(next, f->at, f->buckets * sizeof *next);
	for (size_t i = 0; i < f->n; i++) {
		uint32_t item = f->item[i];
		uint32_t rest = f->is_direct ? 0 : f->hash[item] << at_bits;

		f->spare[next[bucket_of(f, item)]++] = place_of(o, item) | rest;
	}
	ht_mem_free(next);
}

static void put_list(struct out *out, const struct order *o,
		     enum ht_section offsets, unsigned at_bits)
{
	enum ht_section which = offsets + 1;
	struct filing f = { .is_direct = which == HT_S_LIVES };

	f.hash = ht_mem_alloc(o->total + 1, sizeof *f.hash);
	f.minor = ht_mem_alloc(o->total + 1, sizeof *f.minor);
	f.item = ht_mem_alloc(o->total + 1, sizeof *f.item);
	f.spare = ht_mem_alloc(o->total + 1, sizeof *f.spare);
	gather(o, which, &f);
	f.buckets = which == HT_S_LIVES  ? o->b->filed_count
		    : which == HT_S_DAYS ? ht_buckets_for(f.n / 8)
					 : ht_buckets_for(f.n);
	f.at = ht_mem_alloc((size_t)f.buckets + 1, sizeof *f.at);
	if (which == HT_S_DAYS)
		sort_minor(HT_BASES_MAX + 1, &f);
	else if (which == HT_S_NAMES || which == HT_S_LIVES)
		sort_minor(HT_YEARS, &f);
	sort_buckets(o, at_bits, &f);
	put_section(out, offsets, f.at, (f.buckets + 1ull) * sizeof *f.at);
	put_section(out, which, f.spare, f.n * sizeof *f.spare);
	ht_mem_free(f.hash);
	ht_mem_free(f.minor);
	ht_mem_free(f.item);
	ht_mem_free(f.spare);
	ht_mem_free(f.at);
}

static uint8_t quick_of(const struct ht_match_builder *b,
			const struct ht_person *p, int column)
{
	size_t n = p->name_n;

	switch (column) {
	case 0:
		return ht_quick_of(n ? b->words[p->name[n - 1]].base : 0);
	case 1:
		return ht_quick_of(b->words[p->mother[2]].base);
	case 2:
		return ht_quick_of(b->words[p->father[2]].base);
	default:
		return (uint8_t)p->year;
	}
}

static void put_quick(struct out *out, const struct order *o)
{
	begin(out, HT_S_QUICK);
	for (int column = 0; column < 4; column++) {
		for (size_t i = 0; i < o->b->count; i++) {
			uint8_t quick = quick_of(o->b, &o->b->people[o->row[i]],
						 column);

			put(out, &quick, 1);
		}
	}
	end(out, HT_S_QUICK);
}

static void put_people(struct out *out, const struct order *o)
{
	const struct ht_match_builder *b = o->b;

	begin(out, HT_S_PEOPLE);
	for (size_t i = 0; i < b->count; i++)
		put(out, &b->people[o->row[i]], sizeof *b->people);
	end(out, HT_S_PEOPLE);
	put_section(out, HT_S_ROWS, o->row, b->count * sizeof *o->row);
	put_quick(out, o);
	begin(out, HT_S_TAGS);
	for (size_t i = 0; i < b->count; i++) {
		uint32_t id9 = b->id9[o->row[i]];
		uint8_t tag = (uint8_t)(id9 ? id9 % 255 + 1 : 0);

		put(out, &tag, 1);
	}
	end(out, HT_S_TAGS);
}

static void put_foot(struct out *out)
{
	struct ht_image_foot *f = &out->foot;

	pad(out);
	hand_on(out);
	f->at_sums = out->at;
	f->sums = out->sum_count;
	f->sums_sum = ht_image_sum(out->sums, out->sum_count * 8);
	f->sum = ht_image_sum(f, offsetof(struct ht_image_foot, sum));
	put(out, out->sums, f->sums * 8);
	put(out, f, sizeof *f);
	hand_on(out);
}

static unsigned bits_for(size_t count)
{
	unsigned bits = 1;

	while ((size_t)1 << bits < count)
		bits++;
	return bits;
}

static void put_all(struct ht_match_builder *b, struct out *out)
{
	static const struct ht_image_head head = { .magic = "htmatch",
						   .version =
							   HT_IMAGE_VERSION };
	static const enum ht_section lists[] = {
		HT_S_DAY_AT,  HT_S_NAME_AT, HT_S_MOTHER_AT,
		HT_S_ID12_AT, HT_S_ID9_AT,  HT_S_LIVE_AT,
	};
	struct order o = { 0 };

	out->foot.people = (uint32_t)b->count;
	out->foot.units = b->units_n;
	out->foot.units_sum = ht_units_sum(b->units);
	order_people(b, &o);
	for (size_t i = 0; i < b->other_count; i++)
		b->others[i].at = o.at[b->others[i].at];
	ht_mem_free(o.at);
	if (b->other_count)
		qsort(b->others, b->other_count, sizeof *b->others, by_at);
	put(out, &head, sizeof head);
	put_section(out, HT_S_WORDS, b->words,
		    b->word_count * sizeof *b->words);
	put_section(out, HT_S_TEXTS, b->texts, b->texts_n);
	put_section(out, HT_S_BASES, b->bases,
		    b->base_count * sizeof *b->bases);
	put_section(out, HT_S_UNITS, b->filed,
		    b->filed_count * sizeof *b->filed);
	put_section(out, HT_S_UNIT_AT, o.filed_at,
		    (b->filed_count + 1) * sizeof *o.filed_at);
	put_people(out, &o);
	put_section(out, HT_S_OTHERS, b->others,
		    b->other_count * sizeof *b->others);
	put_section(out, HT_S_STATS, &b->stats, sizeof b->stats);
	for (size_t i = 0; i < HT_LEN(lists); i++)
		put_list(out, &o, lists[i], bits_for(b->count));
	put_foot(out);
	ht_mem_free(o.row);
	ht_mem_free(o.filed_at);
}

enum ht_rc ht_match_builder_write(struct ht_match_builder *b,
				  ht_match_sink *sink, void *arg,
				  struct ht_err *err)
{
	struct out out = { .sink = sink, .arg = arg, .err = err };

	if (b->is_full) {
		ht_fail(err, HT_ETOOBIG, "match.too_many", "", "rows");
		ht_err_arg(err, "max", "%d", HT_MATCH_ROWS_MAX);
		return HT_ETOOBIG;
	}
	out.piece = ht_mem_alloc(HT_IMAGE_PIECE, 1);
	out.sums = ht_mem_alloc(PIECES_MAX, sizeof *out.sums);
	put_all(b, &out);
	ht_mem_free(out.piece);
	ht_mem_free(out.sums);
	b->count = 0;
	b->other_count = 0;
	return out.rc;
}
