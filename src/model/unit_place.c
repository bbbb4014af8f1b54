/*
 * A place as a book has it, read from the right: the province stands last,
 * the district before it, the commune before that, and in front of them what
 * is smaller than any unit.
 */
#include "model/unit_words.h"

enum {
	NAME_WORDS_MAX = 8, /* "Quảng Nam - Đà Nẵng", "TT Nông trường ..." */
	SET_MAX = 64,
};

/* Units of one level that a stretch of the text may mean. */
struct set {
	uint32_t ids[SET_MAX];
	size_t n;
	enum ht_unit_kind kind; /* written in front, or NONE */
	uint32_t marks;
	bool is_cut, is_elsewhere;
};

struct reading {
	const struct ht_units *units;
	const struct ht_words *words;
	ht_date on;
	struct set found[4]; /* by level, [0] unused */
};

/* Names with the letters of a run of words, and what stands in front. */
struct match {
	const struct ht_unit_name *names;
	size_t n, at; /* `at`: where the kind word begins */
	enum ht_unit_kind kind;
	uint32_t marks;
	bool is_number; /* "Phường 12": every town has one */
};

static unsigned levels_of(enum ht_unit_kind kind)
{
	switch (kind) {
	case HT_KIND_NONE:
		return 1 << 1 | 1 << 2 | 1 << 3;
	case HT_KIND_TINH:
		return 1 << 1;
	case HT_KIND_THANH_PHO:
		return 1 << 1 | 1 << 2;
	case HT_KIND_QUAN:
	case HT_KIND_HUYEN:
	case HT_KIND_THI_XA:
		return 1 << 2;
	case HT_KIND_DAC_KHU:
	case HT_KIND_KHU:
		return 1 << 1 | 1 << 3;
	default:
		return 1 << 3;
	}
}

/* Does the unit lie in what stands to the right of it? */
static bool fits(const struct reading *r, uint32_t id, unsigned above)
{
	const struct set *set = &r->found[above];

	for (size_t i = 0; i < set->n; i++) {
		uint32_t up = above == 1 ? r->units->province[id]
					 : r->units->unit[id].parent;

		if (ht_unit_is_kin(r->units, up, set->ids[i]))
			return true;
	}
	return set->n == 0;
}

/* How well a name is the one written: its marks first, then its kind. */
static unsigned likeness(const struct ht_unit_name *name, const struct set *set)
{
	return (name->marks == set->marks ? 2u : 0u) +
	       (name->kind == set->kind ? 1u : 0u);
}

/*
 * The units of `level` with this name that lie in what was found.  Of several
 * those written most alike stay: Tân Thành is not Tân Thanh, Thị trấn Cai Lậy
 * is not Xã Cai Lậy.  Other days of a unit that stays, stay too.
 */
static void collect(const struct reading *r, const struct ht_unit_name *names,
		    size_t n, unsigned level, unsigned above, struct set *set)
{
	unsigned best = 0;

	set->n = 0;
	set->is_cut = false;
	for (size_t i = 0; i < n && best < 3; i++)
		if (names[i].level == level &&
		    likeness(&names[i], set) > best &&
		    fits(r, names[i].unit, above))
			best = likeness(&names[i], set);
	for (size_t i = 0; i < n; i++) {
		uint32_t id = names[i].unit, thread = r->units->thread[id];
		bool stays = likeness(&names[i], set) >= best;

		if (names[i].level != level || !fits(r, id, above))
			continue;
		for (size_t k = 0; k < n && !stays; k++)
			stays = r->units->thread[names[k].unit] == thread &&
				likeness(&names[k], set) >= best &&
				fits(r, names[k].unit, above);
		if (!stays)
			continue;
		if (set->n == SET_MAX)
			set->is_cut = true;
		else
			set->ids[set->n++] = id;
	}
}

/* Days between `on` and the unit's own time; 0 when it was in force. */
static int32_t gap(const struct ht_unit *u, ht_date on)
{
	static const ht_date never = { 9999, 12, 31 };

	if (!on.year)
		on = never; /* any time: the latest */
	if (ht_unit_is_on(u, on))
		return 0;
	if (ht_unit_date_order(on, u->from) < 0)
		return ht_date_to_days(u->from) - ht_date_to_days(on);
	return ht_date_to_days(on) - ht_date_to_days(u->to) + 1;
}

/* Is the unit above it itself what was found, not its past or future? */
static bool is_straight(const struct reading *r, uint32_t id)
{
	const struct ht_unit *u = &r->units->unit[id];
	const struct set *set = &r->found[u->level == 3 ? 2 : 1];

	if (u->level == 3 && !set->n)
		set = &r->found[1];
	for (size_t i = 0; i < set->n; i++)
		if (set->ids[i] == u->parent)
			return true;
	return false;
}

/*
 * Smaller is nearer.  With a date the time decides; without one, that the
 * book calls the district by the name it had then.
 */
static int64_t distance(const struct reading *r, uint32_t id)
{
	int64_t days = gap(&r->units->unit[id], r->on);
	int64_t aside = is_straight(r, id) ? 0 : 1;

	return r->on.year ? days * 2 + aside : days + aside * (1 << 28);
}

/* The nearest; whether another one fits as well. */
static uint32_t choose(const struct reading *r, const struct set *set,
		       bool *ret_is_unsure)
{
	uint32_t best = 0;
	int64_t nearest = 0;

	for (size_t i = 0; i < set->n; i++) {
		int64_t d = distance(r, set->ids[i]);

		if (!best || d < nearest) {
			best = set->ids[i];
			nearest = d;
		}
	}
	*ret_is_unsure = set->is_cut || set->is_elsewhere;
	for (size_t i = 0; i < set->n && !*ret_is_unsure; i++) {
		uint32_t id = set->ids[i];

		if (r->units->thread[id] != r->units->thread[best] &&
		    distance(r, id) == nearest &&
		    !ht_units_is_same(r->units, id, best))
			*ret_is_unsure = true;
	}
	return best;
}

static bool is_in_force(const struct reading *r, const struct set *set)
{
	for (size_t i = 0; i < set->n; i++)
		if (gap(&r->units->unit[set->ids[i]], r->on) == 0)
			return true;
	return false;
}

/* Is any run of words that ends at `end` the name of a smaller unit? */
static bool name_ends_at(const struct reading *r, size_t end, unsigned level)
{
	const struct ht_words *w = r->words;

	for (size_t i = end; i-- > 0 && i + NAME_WORDS_MAX >= end;) {
		ht_str key = ht_words_run(w, i, end);
		size_t count;
		const struct ht_unit_name *names =
			ht_unit_find_names(r->units, key.p, key.n, &count);

		for (size_t k = 0; k < count; k++)
			if (names[k].level > level)
				return true;
		if (w->word[i].sep == HT_SEP_HARD)
			return false;
	}
	return false;
}

/*
 * May a name begin at word `i`, its kind word (if any) at `at`?  "Thạnh" in
 * "Tân Bình Thạnh" may not: it is the end of another name.
 */
static bool may_begin(const struct reading *r, size_t i, size_t at,
		      unsigned level)
{
	const struct ht_words *w = r->words;
	size_t kind_at;

	/* "thành | phố Huế": the kind word is not cut for Phường Phố Huế */
	if (ht_words_kind(w, i + 1, &kind_at) && kind_at < i)
		return false;
	if (at < i || w->word[i].sep >= HT_SEP_DASH)
		return true;
	if (ht_word_is_village(w, i - 1))
		return false;
	return ht_word_is_noise(w, i - 1) || name_ends_at(r, i, level);
}

static void read_left(struct reading *r, size_t end, unsigned above);

/* The smallest level above `level` that was found. */
static unsigned found_above(const struct reading *r, unsigned level)
{
	while (--level > 0)
		if (r->found[level].n)
			return level;
	return 1; /* an empty set fits everything */
}

/*
 * Provinces that ended before there were codes stand back behind a district
 * of the same name (Hà Đông, Sơn Tây, Mỹ Tho), unless "tỉnh" is written.
 */
static bool is_only_old(const struct reading *r, const struct set *set)
{
	for (size_t i = 0; i < set->n; i++)
		if (r->units->unit[set->ids[i]].code.n ||
		    gap(&r->units->unit[set->ids[i]], r->on) == 0)
			return false;
	return set->n > 0;
}

static bool take_level(struct reading *r, const struct match *m, unsigned level)
{
	struct set *set = &r->found[level];

	set->kind = m->kind;
	set->marks = m->marks;
	set->is_elsewhere = false;
	collect(r, m->names, m->n, level, found_above(r, level), set);
	if (!set->n && level == 3 && r->found[2].n && r->found[1].n &&
	    m->kind && !m->is_number) {
		/* not in that district: in the province, but say so */
		collect(r, m->names, m->n, level, 1, set);
		set->is_elsewhere = true;
	}
	if (!set->n)
		return false;
	if (level < 3)
		read_left(r, m->at, level);
	return true;
}

/* No kind word and no smaller unit before it: district or commune? */
static void prefer_commune(struct reading *r, const struct match *m)
{
	struct set *districts = &r->found[2], *communes = &r->found[3];
	size_t had = districts->n;

	if (communes->n || is_in_force(r, districts) || !r->on.year)
		return;
	districts->n = 0; /* a commune fits the province here */
	communes->kind = HT_KIND_NONE;
	communes->marks = m->marks;
	communes->is_elsewhere = false;
	collect(r, m->names, m->n, 3, 1, communes);
	if (!is_in_force(r, communes)) {
		communes->n = 0;
		districts->n = had;
	}
}

static bool take(struct reading *r, const struct match *m, unsigned above)
{
	unsigned levels = levels_of(m->kind);
	struct set old;

	for (unsigned level = above + 1; level <= 3; level++) {
		if (!(levels & 1u << level) || !take_level(r, m, level))
			continue;
		if (level == 2 && !m->kind)
			prefer_commune(r, m);
		if (level > 1 || m->kind == HT_KIND_TINH ||
		    !is_only_old(r, &r->found[1]))
			return true;
		old = r->found[1];
		memset(r->found, 0, sizeof r->found);
		if (take_level(r, m, 2))
			return true;
		r->found[1] = old;
		read_left(r, m->at, 1);
		return true;
	}
	return false;
}

static bool is_number_run(const struct ht_words *w, size_t from, size_t to)
{
	return to == from + 1 && ht_word_is_number(w, from);
}

/* Dashes stand for commas, or in a name: which? */
enum across {
	ACROSS_NONE, /* no dash inside the run */
	ACROSS_EACH, /* one between any two words: "Đăk-Lăk" */
	ACROSS_SOME,
	ACROSS_FIGURES, /* "1-3": a ward and a district, not Phường 13 */
};

static enum across across(const struct ht_words *w, size_t from, size_t to)
{
	size_t dashes = 0, figures = 0;

	for (size_t i = from; i < to; i++)
		figures += ht_word_is_number(w, i);
	for (size_t i = from + 1; i < to; i++)
		dashes += w->word[i].sep == HT_SEP_DASH;
	if (!dashes)
		return ACROSS_NONE;
	if (figures)
		return ACROSS_FIGURES;
	return dashes == to - from - 1 ? ACROSS_EACH : ACROSS_SOME;
}

static bool is_dashed(const struct match *m)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->names[i].has_dash)
			return true;
	return false;
}

/*
 * A name that a dash goes through is believed where its unit is written so
 * (Phan Rang - Tháp Chàm), or where single words are joined by it.  Otherwise
 * the dash is a comma: the end of Cam Phúc Nam and the beginning of Cam Ranh
 * are no Nam Cam Ranh.  Only where nothing else ends here, whole pieces are
 * put together as well.
 */
static bool may_cross(const struct reading *r, const struct match *m, size_t i,
		      size_t end, bool is_last_try)
{
	switch (across(r->words, i, end)) {
	case ACROSS_NONE:
	case ACROSS_EACH:
		return !is_last_try; /* was tried */
	case ACROSS_FIGURES:
		return false;
	case ACROSS_SOME:
		if (is_dashed(m))
			return !is_last_try;
		return is_last_try && (m->at < i || !i ||
				       r->words->word[i].sep >= HT_SEP_DASH);
	}
	return false;
}

/* A unit whose name ends before word `end`, the longest first. */
static bool take_name(struct reading *r, size_t end, unsigned above,
		      bool is_last_try)
{
	const struct ht_words *w = r->words;
	size_t from = end > NAME_WORDS_MAX ? end - NAME_WORDS_MAX : 0;

	for (size_t i = end - 1; i > from; i--)
		if (w->word[i].sep == HT_SEP_HARD)
			from = i; /* no name goes across a comma */
	for (size_t i = from; i < end; i++) {
		ht_str key = ht_words_run(w, i, end);
		struct match m = { 0 };

		if (key.n > HT_UNIT_KEY_MAX)
			continue;
		m.names = ht_unit_find_names(r->units, key.p, key.n, &m.n);
		if (!m.names)
			continue;
		m.kind = ht_words_kind(w, i, &m.at);
		/* "12" is a ward only when the book says so */
		m.is_number = is_number_run(w, i, end);
		if ((m.is_number && !m.kind) || !may_begin(r, i, m.at, above) ||
		    !may_cross(r, &m, i, end, is_last_try))
			continue;
		for (size_t k = i; k < end; k++)
			m.marks = ht_unit_marks(m.marks, w->word[k].text);
		if (take(r, &m, above))
			return true;
	}
	return false;
}

static bool take_at(struct reading *r, size_t end, unsigned above)
{
	size_t from = end > NAME_WORDS_MAX ? end - NAME_WORDS_MAX : 0;

	return take_name(r, end, above, false) ||
	       (across(r->words, from, end) != ACROSS_NONE &&
		take_name(r, end, above, true));
}

static void read_left(struct reading *r, size_t end, unsigned above)
{
	enum ht_unit_kind kind;
	size_t at;

	while (end > 0) {
		if (take_at(r, end, above))
			return;
		/* an unknown commune: what is left of it is smaller still */
		kind = ht_words_kind(r->words, --end, &at);
		if (above && kind && levels_of(kind) == 1 << 3)
			return;
	}
}

struct ht_place ht_units_place(const struct ht_units *units, ht_str text,
			       ht_date on)
{
	struct ht_place place = { 0 };
	struct ht_words words;
	struct reading r = { .units = units, .words = &words, .on = on };
	bool is_unsure;

	ht_words_cut(&words, units->fold, text);
	read_left(&r, words.n, 0);
	for (unsigned level = 1; level <= 3; level++) {
		uint32_t id = choose(&r, &r.found[level], &is_unsure);

		if (!id)
			continue;
		if (level == 1)
			place.province = id;
		if (level == 2)
			place.district = id;
		place.unit = id;
		place.level = (uint8_t)level;
		place.is_unsure = is_unsure;
	}
	/* the district of that time, as far as the book names one */
	if (place.level == 3 && place.district &&
	    ht_unit_is_kin(units, units->unit[place.unit].parent,
			   place.district))
		place.district = units->unit[place.unit].parent;
	return place;
}
