#include "model/unit_words.h"

#include "base/utf8.h"
#include "base/viet.h"

/* Kind words as keys, the longer before what they begin with. */
static const struct {
	const char *key;
	uint8_t n, kind;
} kinds[] = {
	{ "thanhpho", 8, HT_KIND_THANH_PHO },
	{ "thitran", 7, HT_KIND_THI_TRAN },
	{ "khuvuk", 6, HT_KIND_KHU },
	{ "thixa", 5, HT_KIND_THI_XA },
	{ "dakkhu", 6, HT_KIND_DAC_KHU },
	{ "phuong", 6, HT_KIND_PHUONG },
	{ "huien", 5, HT_KIND_HUYEN },
	{ "quan", 4, HT_KIND_QUAN },
	{ "tinh", 4, HT_KIND_TINH },
	{ "khu", 3, HT_KIND_KHU },
	{ "xa", 2, HT_KIND_XA },
};

/*
 * The search canon letter by letter, taken from base/viet.h once, so that a
 * place can be read without memory and never differs from the search.
 */
void ht_unit_fold_init(uint8_t *fold)
{
	struct ht_arena mem = { 0 };

	memset(fold, ' ', HT_UNIT_FOLD_MAX);
	memset(fold + 0x300, 0, 0x70); /* marks standing alone */
	for (unsigned letter = 1; letter < HT_UNIT_FOLD_MAX; letter++) {
		char text[3];
		size_t n = 0;
		ht_str canon;

		if (letter == 0x250)
			letter = 0x1E00; /* no Latin letters between */
		if (letter < 0x80) {
			text[n++] = (char)letter;
		} else if (letter < 0x800) {
			text[n++] = (char)(0xC0 | (letter >> 6));
			text[n++] = (char)(0x80 | (letter & 0x3F));
		} else {
			text[n++] = (char)(0xE0 | (letter >> 12));
			text[n++] = (char)(0x80 | ((letter >> 6) & 0x3F));
			text[n++] = (char)(0x80 | (letter & 0x3F));
		}
		canon = ht_viet_search(&mem, (ht_str){ text, n });
		if (canon.n == 1 && ((canon.p[0] >= 'a' && canon.p[0] <= 'z') ||
				     (canon.p[0] >= '0' && canon.p[0] <= '9')))
			fold[letter] = (uint8_t)canon.p[0];
		ht_arena_clear(&mem);
	}
	fold['\''] = fold['`'] = fold[0xB4] = fold[0x2BC] = 0;
	ht_arena_done(&mem);
}

uint32_t ht_unit_hash(const char *key, size_t n)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)key[i]) * 16777619u;
	return hash ^ (hash >> 15);
}

/* Letters of `name` as a key, blanks kept as one ' ' between words. */
static size_t fold_words(const uint8_t *fold, ht_str name, char *to,
			 size_t room)
{
	size_t n = 0, bytes;

	for (size_t i = 0; i < name.n && n < room; i += bytes) {
		unsigned letter = ht_utf8_letter(
			(ht_str){ name.p + i, name.n - i }, &bytes);
		char c;

		if (letter == 0x2019 || letter == 0x2018)
			continue; /* Ea H’Leo */
		c = ht_unit_fold(fold, letter);
		if (c == ' ' && (n == 0 || to[n - 1] == ' '))
			continue;
		if (c)
			to[n++] = c;
	}
	while (n && to[n - 1] == ' ')
		n--;
	return n;
}

/* Blanks out, c as k, zeros before a figure off. */
static size_t squeeze(char *key, size_t n)
{
	size_t to = 0;

	for (size_t i = 0; i < n; i++) {
		if (key[i] == ' ')
			continue;
		if (key[i] == 'c' && !(i + 1 < n && key[i + 1] == 'h'))
			key[to++] = 'k';
		else if (!(key[i] == '0' && (i == 0 || key[i - 1] == ' ') &&
			   i + 1 < n && key[i + 1] != ' '))
			key[to++] = key[i];
	}
	return to;
}

size_t ht_unit_key(const uint8_t *fold, ht_str name, char *ret_key,
		   enum ht_unit_kind *ret_kind)
{
	char text[HT_UNIT_NAME_MAX];
	size_t n = fold_words(fold, name, text, sizeof text), first = 0;

	*ret_kind = HT_KIND_NONE;
	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
		size_t i = 0, m = 0;

		/* "thi xa" against "thixa": blanks of the text do not count */
		while (i < n && m < kinds[k].n) {
			char c = text[i] == 'c' && text[i + 1] != 'h' ? 'k'
								      : text[i];

			if (text[i] != ' ' && c != kinds[k].key[m++])
				break;
			i++;
		}
		if (m == kinds[k].n && i < n && text[i] == ' ' &&
		    text[i - 1] == kinds[k].key[m - 1]) {
			*ret_kind = (enum ht_unit_kind)kinds[k].kind;
			first = i + 1;
			break;
		}
	}
	n = squeeze(text + first, n - first);
	if (n > HT_UNIT_KEY_MAX)
		n = HT_UNIT_KEY_MAX;
	memcpy(ret_key, text + first, n);
	return n;
}

uint32_t ht_unit_marks(uint32_t marks, ht_str word)
{
	struct ht_syllable syllable;

	ht_viet_syllable(word, &syllable);
	marks = (marks ^ syllable.tone) * 16777619u;
	for (size_t i = 0; i < syllable.letters_n; i++)
		marks = (marks ^ (unsigned char)syllable.letters[i]) *
			16777619u;
	return marks;
}

/* Of a whole name without its kind word, cut as running text is cut. */
static uint32_t name_marks(const struct ht_units *units, ht_str name,
			   enum ht_unit_kind kind)
{
	struct ht_words words;
	uint32_t marks = 0;
	size_t first = 0, at;

	ht_words_cut(&words, units->fold, name);
	while (kind && first < words.n &&
	       ht_words_kind(&words, first, &at) == HT_KIND_NONE)
		first++;
	for (size_t i = first; i < words.n; i++)
		marks = ht_unit_marks(marks, words.word[i].text);
	return marks;
}

static int order_names(const void *a, const void *b)
{
	const struct ht_unit_name *x = a, *y = b;
	int order;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	order = ht_str_order((ht_str){ x->key, x->key_n },
			     (ht_str){ y->key, y->key_n });
	if (order)
		return order;
	return x->unit < y->unit ? -1 : x->unit > y->unit;
}

static bool has_dash(ht_str name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] == '-' ||
		    ht_str_starts(ht_str_cut(name, i, name.n),
				  HT_STR("\xe2\x80\x93")))
			return true;
	return false;
}

static void add_name(struct ht_units *units, uint32_t id, ht_str text,
		     bool is_alias)
{
	struct ht_unit_name *name = &units->names[units->name_n];
	char key[HT_UNIT_KEY_MAX];
	enum ht_unit_kind kind;
	size_t n = ht_unit_key(units->fold, text, key, &kind);

	if (!n)
		return;
	name->key = ht_arena_str(&units->mem, (ht_str){ key, n }).p;
	name->key_n = (uint8_t)n;
	name->hash = ht_unit_hash(key, n);
	name->unit = id;
	name->kind = (uint8_t)kind;
	name->level = units->unit[id].level;
	name->marks = name_marks(units, text, kind);
	name->is_alias = is_alias;
	name->has_dash = has_dash(text);
	units->name_n++;
}

/* "Thị trấn NT Trần Phú" (a state farm's town) is also Trần Phú. */
static bool farm_name(ht_str name, ht_str *ret_rest)
{
	static const ht_str farm = HT_STR_INIT("Thị trấn NT ");

	if (!ht_str_starts(name, farm))
		return false;
	*ret_rest = ht_str_cut(name, farm.n, name.n);
	return true;
}

static size_t count_names(const struct ht_units *units, const ht_str *aliases)
{
	size_t n = 0;

	for (uint32_t id = 1; id <= units->n; id++) {
		n += 2;
		for (size_t i = 0; i < aliases[id].n; i++)
			n += aliases[id].p[i] == ';';
		n += aliases[id].n > 0;
	}
	return n;
}

void ht_unit_index_names(struct ht_units *units, const ht_str *aliases)
{
	ht_str rest, piece;
	uint32_t size = 1024;

	units->names = HT_ARRAY(&units->mem, struct ht_unit_name,
				count_names(units, aliases) + 1);
	for (uint32_t id = 1; id <= units->n; id++) {
		add_name(units, id, units->unit[id].name, false);
		if (farm_name(units->unit[id].name, &rest))
			add_name(units, id, rest, true);
		rest = aliases[id];
		while (rest.n && ht_str_next(&rest, ';', &piece))
			add_name(units, id, piece, true);
	}
	qsort(units->names, units->name_n, sizeof units->names[0], order_names);
	while (size < units->name_n * 2)
		size *= 2;
	units->name_mask = size - 1;
	units->name_slots = HT_ARRAY(&units->mem, uint32_t, size);
	for (uint32_t i = 0; i < units->name_n; i++) {
		uint32_t slot = units->names[i].hash & units->name_mask;

		if (i && units->names[i - 1].hash == units->names[i].hash)
			continue;
		while (units->name_slots[slot])
			slot = (slot + 1) & units->name_mask;
		units->name_slots[slot] = i + 1;
	}
}

const struct ht_unit_name *ht_unit_find_names(const struct ht_units *units,
					      const char *key, size_t n,
					      size_t *ret_count)
{
	uint32_t hash = ht_unit_hash(key, n);
	uint32_t slot = hash & units->name_mask, i, last;

	*ret_count = 0;
	for (;; slot = (slot + 1) & units->name_mask) {
		if (!units->name_slots[slot])
			return NULL;
		i = units->name_slots[slot] - 1;
		if (units->names[i].hash == hash)
			break;
	}
	/* two keys of one hash lie behind each other */
	while (i < units->name_n && units->names[i].hash == hash &&
	       (units->names[i].key_n != n ||
		memcmp(units->names[i].key, key, n) != 0))
		i++;
	for (last = i; last < units->name_n &&
		       units->names[last].hash == hash &&
		       units->names[last].key_n == n &&
		       memcmp(units->names[last].key, key, n) == 0;)
		last++;
	*ret_count = last - i;
	return *ret_count ? &units->names[i] : NULL;
}
