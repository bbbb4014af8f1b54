#include "gen/names.h"

#include <string.h>

#include "gen/names_kinh.h"

enum {
	WORDS_MAX = 4096,
	PIECES_MAX = 4096,
	PIECE_WORDS = 3,
	HASH_SLOTS = 16384,
	LIST_MAX = 512,
};

enum form {
	FORM_LOWER,
	FORM_TITLE,
	FORM_UPPER,
	FORM_TITLE_NEW, /* tone on the second vowel */
	FORM_UPPER_NEW,
	FORMS,
};

struct form_word {
	ht_str form[FORMS];
	bool is_marked;
};

struct piece {
	uint16_t word[PIECE_WORDS];
	uint8_t n;
};

struct list { /* HT_GEN_SLOTS pieces, each as often as its share */
	const uint16_t *slot[3];
};

struct ht_gen_names {
	struct ht_arena *mem;
	struct form_word words[WORDS_MAX];
	struct piece pieces[PIECES_MAX];
	ht_str piece_text[PIECES_MAX];
	uint16_t word_count, piece_count; /* number 0 is none */
	uint16_t word_hash[HASH_SLOTS], piece_hash[HASH_SLOTS];
	struct list lists[HT_GEN_PEOPLES][HT_GEN_LISTS];
	uint16_t thi;
};

/* -- words and pieces ------------------------------------------------------ */

static ht_str keep(struct ht_gen_names *names, const struct ht_gen_letters *w,
		   enum ht_gen_case style)
{
	char text[HT_GEN_WORD_BYTES];
	size_t n = ht_gen_letters_print(w, style, text);

	return ht_arena_str(names->mem, (ht_str){ text, n });
}

static uint16_t add_word(struct ht_gen_names *names, ht_str text)
{
	struct ht_gen_letters w;
	struct form_word *word;
	ht_str lower, bare;
	uint32_t at;

	ht_gen_letters_read(text, &w);
	lower = keep(names, &w, HT_GEN_LOWER);
	at = (uint32_t)ht_str_hash(lower) % HASH_SLOTS;
	for (; names->word_hash[at]; at = (at + 1) % HASH_SLOTS) {
		uint16_t id = names->word_hash[at];

		if (ht_str_is(names->words[id].form[FORM_LOWER], lower))
			return id;
	}
	if (names->word_count + 1 >= WORDS_MAX)
		return 0;
	names->word_hash[at] = ++names->word_count;
	word = &names->words[names->word_count];
	word->form[FORM_LOWER] = lower;
	word->form[FORM_TITLE] = keep(names, &w, HT_GEN_TITLE);
	word->form[FORM_UPPER] = keep(names, &w, HT_GEN_UPPER);
	bare = keep(names, &w, HT_GEN_TITLE_BARE);
	word->is_marked = !ht_str_is(bare, word->form[FORM_TITLE]);
	ht_gen_move_tone(&w);
	word->form[FORM_TITLE_NEW] = keep(names, &w, HT_GEN_TITLE);
	word->form[FORM_UPPER_NEW] = keep(names, &w, HT_GEN_UPPER);
	return names->word_count;
}

static uint16_t add_piece(struct ht_gen_names *names, ht_str text)
{
	uint32_t at = (uint32_t)ht_str_hash(text) % HASH_SLOTS;
	struct piece *piece;
	ht_str rest = text, part;

	if (ht_str_is_c(text, "-"))
		return 0;
	for (; names->piece_hash[at]; at = (at + 1) % HASH_SLOTS) {
		if (ht_str_is(names->piece_text[names->piece_hash[at]], text))
			return names->piece_hash[at];
	}
	if (names->piece_count + 1 >= PIECES_MAX)
		return 0;
	names->piece_hash[at] = ++names->piece_count;
	names->piece_text[names->piece_count] = text;
	piece = &names->pieces[names->piece_count];
	while (piece->n < PIECE_WORDS && ht_str_next(&rest, '_', &part))
		piece->word[piece->n++] = add_word(names, part);
	return names->piece_count;
}

uint16_t ht_gen_piece(const struct ht_gen_names *names, const char *text)
{
	ht_str s = ht_str_from(text);
	uint32_t at = (uint32_t)ht_str_hash(s) % HASH_SLOTS;

	for (; names->piece_hash[at]; at = (at + 1) % HASH_SLOTS) {
		if (ht_str_is(names->piece_text[names->piece_hash[at]], s))
			return names->piece_hash[at];
	}
	return 0;
}

uint16_t ht_gen_word_of(const struct ht_gen_names *names, uint16_t piece)
{
	return names->pieces[piece].word[0];
}

/* -- lists ----------------------------------------------------------------- */

struct shares {
	uint16_t piece[LIST_MAX];
	uint32_t share[3][LIST_MAX];
	uint32_t sum[3];
	size_t n;
};

static void read_shares(struct ht_gen_names *names, const char *text,
			struct shares *s)
{
	ht_str rest = ht_str_from(text), line, cell;

	while (ht_str_next(&rest, '\n', &line)) {
		if (!ht_str_next(&line, ' ', &cell) || !cell.n ||
		    s->n == LIST_MAX)
			continue;
		s->piece[s->n] = add_piece(names, cell);
		for (int k = 0; k < 3; k++) {
			uint32_t share = 0;

			if (!ht_str_next(&line, ' ', &cell) ||
			    !ht_str_to_u32(cell, &share))
				share = k ? s->share[k - 1][s->n] : 0;
			s->share[k][s->n] = share;
			s->sum[k] += share;
		}
		s->n++;
	}
}

static void add_list(struct ht_gen_names *names, enum ht_gen_people people,
		     enum ht_gen_list at, const char *text)
{
	struct ht_arena scratch = { 0 };
	struct shares *s = HT_NEW(&scratch, struct shares);

	read_shares(names, text, s);
	for (int k = 0; k < 3; k++) {
		uint16_t *slot = HT_ARRAY(names->mem, uint16_t, HT_GEN_SLOTS);
		uint64_t sum = 0;
		uint32_t from = 0;

		for (size_t i = 0; i < s->n && s->sum[k]; i++) {
			uint32_t to;

			sum += s->share[k][i];
			to = (uint32_t)(sum * HT_GEN_SLOTS / s->sum[k]);
			while (from < to)
				slot[from++] = s->piece[i];
		}
		names->lists[people][at].slot[k] = slot;
	}
	ht_arena_done(&scratch);
}

struct ht_gen_names *ht_gen_names_new(struct ht_arena *mem)
{
	struct ht_gen_names *names = HT_NEW(mem, struct ht_gen_names);
	const struct ht_gen_people_data *data = ht_gen_people_data;

	names->mem = mem;
	add_list(names, HT_GEN_KINH, HT_GEN_LIST_FAMILY, ht_gen_kinh_family);
	add_list(names, HT_GEN_KINH, HT_GEN_LIST_MIDDLE_M,
		 ht_gen_kinh_middle_m);
	add_list(names, HT_GEN_KINH, HT_GEN_LIST_MIDDLE_F,
		 ht_gen_kinh_middle_f);
	add_list(names, HT_GEN_KINH, HT_GEN_LIST_GIVEN_M, ht_gen_kinh_given_m);
	add_list(names, HT_GEN_KINH, HT_GEN_LIST_GIVEN_F, ht_gen_kinh_given_f);
	for (int i = HT_GEN_KINH + 1; i < HT_GEN_PEOPLES; i++) {
		add_list(names, i, HT_GEN_LIST_FAMILY, data[i].family);
		add_list(names, i, HT_GEN_LIST_MIDDLE_M, data[i].middle[0]);
		add_list(names, i, HT_GEN_LIST_MIDDLE_F, data[i].middle[1]);
		add_list(names, i, HT_GEN_LIST_GIVEN_M, data[i].given[0]);
		add_list(names, i, HT_GEN_LIST_GIVEN_F, data[i].given[1]);
	}
	names->thi = add_piece(names, HT_STR("Thị"));
	return names;
}

uint16_t ht_gen_pick(const struct ht_gen_names *names,
		     enum ht_gen_people people, enum ht_gen_list list,
		     unsigned cohort, struct ht_gen_rng *r)
{
	return names->lists[people][list]
		.slot[cohort][ht_gen_below(r, HT_GEN_SLOTS)];
}

static void pick_kinh_middle(const struct ht_gen_names *names, unsigned sex,
			     unsigned cohort, struct ht_gen_rng *r,
			     struct ht_gen_pieces *p)
{
	/* of 100,000: women with Thị; a second word after it; a second
	 * middle name of men */
	static const uint32_t thi[] = { 93000, 74000, 36000 };
	static const uint32_t after[] = { 12000, 42000, 55000 };
	static const uint32_t two[] = { 1500, 4500, 11000 };
	enum ht_gen_list men = HT_GEN_LIST_MIDDLE_M;
	enum ht_gen_list women = HT_GEN_LIST_MIDDLE_F;

	p->second = 0;
	if (sex == 2 && ht_gen_chance(r, thi[cohort])) {
		p->middle = names->thi;
		if (ht_gen_chance(r, after[cohort]))
			p->second = ht_gen_pick(names, HT_GEN_KINH, women,
						cohort, r);
		return;
	}
	p->middle = ht_gen_pick(names, HT_GEN_KINH, sex == 2 ? women : men,
				cohort, r);
	if (p->middle && ht_gen_chance(r, two[cohort])) {
		p->second = ht_gen_pick(names, HT_GEN_KINH,
					sex == 2 ? women : men, cohort, r);
		if (p->second == p->middle)
			p->second = 0;
	}
}

void ht_gen_pick_name(const struct ht_gen_names *names,
		      enum ht_gen_people people, unsigned sex, int year,
		      struct ht_gen_rng *r, struct ht_gen_pieces *pieces)
{
	unsigned cohort = year < 1960 ? 0 : year < 1990 ? 1 : 2;
	enum ht_gen_list given =
		sex == 2 ? HT_GEN_LIST_GIVEN_F : HT_GEN_LIST_GIVEN_M;
	enum ht_gen_people from = people;

	if (people == HT_GEN_KINH) {
		pick_kinh_middle(names, sex, cohort, r, pieces);
	} else {
		pieces->middle = ht_gen_pick(names, people,
					     sex == 2 ? HT_GEN_LIST_MIDDLE_F
						      : HT_GEN_LIST_MIDDLE_M,
					     cohort, r);
		pieces->second = 0;
		if (ht_gen_below(r, 1000) <
		    ht_gen_people_data[people].kinh_given)
			from = HT_GEN_KINH;
	}
	do
		pieces->given = ht_gen_pick(names, from, given, cohort, r);
	while (pieces->given && pieces->given == pieces->middle);
}

/* -- names ----------------------------------------------------------------- */

static void add_pieces(const struct ht_gen_names *names, uint16_t piece,
		       struct ht_gen_name *name)
{
	const struct piece *p = &names->pieces[piece];

	for (int i = 0; piece && i < p->n && name->n < HT_GEN_NAME_WORDS; i++) {
		struct ht_gen_word *word = &name->word[name->n++];

		word->id = p->word[i];
		word->kind = HT_GEN_WHOLE;
		word->n = 0;
	}
}

void ht_gen_name_from(const struct ht_gen_names *names,
		      enum ht_gen_people people,
		      const struct ht_gen_pieces *pieces,
		      struct ht_gen_name *ret_name)
{
	bool is_last = ht_gen_people_data[people].pattern == HT_GEN_FAMILY_LAST;

	ret_name->n = 0;
	if (!is_last)
		add_pieces(names, pieces->family, ret_name);
	add_pieces(names, pieces->middle, ret_name);
	add_pieces(names, pieces->second, ret_name);
	add_pieces(names, pieces->given, ret_name);
	if (is_last)
		add_pieces(names, pieces->family, ret_name);
}

static ht_str lower_of(const struct ht_gen_names *names,
		       const struct ht_gen_word *word)
{
	if (word->id)
		return names->words[word->id].form[FORM_LOWER];
	return (ht_str){ word->text, word->n };
}

static void print_word(const struct ht_gen_names *names,
		       const struct ht_gen_word *word, bool is_upper,
		       const struct ht_gen_style *style, struct ht_buf *out)
{
	char text[HT_GEN_WORD_BYTES];
	struct ht_gen_letters w;
	enum ht_gen_case how = is_upper ? HT_GEN_UPPER : style->letters;

	if (word->id && word->kind == HT_GEN_WHOLE) {
		enum form form = how == HT_GEN_LOWER   ? FORM_LOWER
				 : how == HT_GEN_UPPER ? FORM_UPPER
						       : FORM_TITLE;

		if (style->has_new_tones && form != FORM_LOWER)
			form += 2;
		ht_buf_add(out, names->words[word->id].form[form]);
		return;
	}
	if (word->kind != HT_GEN_GAP) {
		ht_gen_letters_read(lower_of(names, word), &w);
		ht_buf_add(out, (ht_str){ text, ht_gen_letters_print(&w, how,
								     text) });
	}
	if (word->kind == HT_GEN_STUB)
		ht_buf_char(out, '.');
	if (word->kind == HT_GEN_GAP || word->kind == HT_GEN_TAIL)
		ht_buf_add(out, HT_STR("[...]"));
}

void ht_gen_name_print(const struct ht_gen_names *names,
		       const struct ht_gen_name *name,
		       const struct ht_gen_style *style, struct ht_buf *out)
{
	for (uint8_t i = 0; i < name->n; i++) {
		if (i)
			ht_buf_char(out, ' ');
		if (i && i == name->n - 1 && style->has_two_blanks)
			ht_buf_char(out, ' ');
		print_word(names, &name->word[i],
			   style->letters == HT_GEN_UPPER ||
				   (style->has_given_upper && i == name->n - 1),
			   style, out);
	}
}

static void keep_text(struct ht_gen_word *word, const struct ht_gen_letters *w)
{
	word->id = 0;
	word->n = (uint8_t)ht_gen_letters_print(w, HT_GEN_LOWER, word->text);
}

bool ht_gen_name_hurt(const struct ht_gen_names *names,
		      struct ht_gen_name *name, unsigned i, ht_gen_hurt *hurt,
		      struct ht_gen_rng *r)
{
	struct ht_gen_word *word = &name->word[i];
	struct ht_gen_letters w;

	if (i >= name->n || word->kind != HT_GEN_WHOLE)
		return false;
	ht_gen_letters_read(lower_of(names, word), &w);
	if (!hurt(r, &w))
		return false;
	if (hurt == ht_gen_hurt_letter)
		word->kind = HT_GEN_PART;
	keep_text(word, &w);
	return true;
}

bool ht_gen_name_cut(const struct ht_gen_names *names, struct ht_gen_name *name,
		     unsigned i, enum ht_gen_word_kind how)
{
	struct ht_gen_word *word = &name->word[i];
	struct ht_gen_letters w;
	uint8_t n = 0;

	if (i >= name->n || word->kind != HT_GEN_WHOLE)
		return false;
	ht_gen_letters_read(lower_of(names, word), &w);
	while (n < w.n && !w.at[n].vowel)
		n++;
	if (how == HT_GEN_TAIL)
		n++; /* one vowel more, if it has no tone to be half read */
	if (n == 0 || n >= w.n || (n && w.at[n - 1].tone))
		return false;
	w.n = n;
	keep_text(word, &w);
	word->kind = (uint8_t)how;
	return true;
}

void ht_gen_name_drop(struct ht_gen_name *name, unsigned i)
{
	if (i >= name->n)
		return;
	memmove(name->word + i, name->word + i + 1,
		(name->n - i - 1u) * sizeof name->word[0]);
	name->n--;
}

void ht_gen_name_insert(struct ht_gen_name *name, unsigned i, uint16_t word)
{
	if (name->n == HT_GEN_NAME_WORDS || i > name->n)
		return;
	memmove(name->word + i + 1, name->word + i,
		(name->n - i) * sizeof name->word[0]);
	name->word[i].id = word;
	name->word[i].kind = word ? HT_GEN_WHOLE : HT_GEN_GAP;
	name->word[i].n = 0;
	name->n++;
}

bool ht_gen_word_is_marked(const struct ht_gen_names *names,
			   const struct ht_gen_word *word)
{
	return word->id && names->words[word->id].is_marked;
}

/* -- do two names agree ---------------------------------------------------- */

static bool letter_is(const struct ht_gen_letter *a,
		      const struct ht_gen_letter *b)
{
	return strcmp(a->low, b->low) == 0;
}

/* "Ng." says nothing of a tone it does not show. */
static bool stub_fits(const struct ht_gen_letters *stub,
		      const struct ht_gen_letters *word)
{
	if (stub->n > word->n)
		return false;
	for (uint8_t i = 0; i < stub->n; i++) {
		const struct ht_gen_letter *a = &stub->at[i];
		const struct ht_gen_letter *b = &word->at[i];

		if (a->vowel && !a->tone ? a->vowel != b->vowel
					 : !letter_is(a, b))
			return false;
	}
	return true;
}

static bool part_fits(const struct ht_gen_letters *part,
		      const struct ht_gen_letters *word)
{
	if (part->n != word->n)
		return false;
	for (uint8_t i = 0; i < part->n; i++) {
		if (part->at[i].low[0] != '?' &&
		    !letter_is(&part->at[i], &word->at[i]))
			return false;
	}
	return true;
}

static bool word_agrees(const struct ht_gen_names *names,
			const struct ht_gen_word *book,
			const struct ht_gen_word *person)
{
	struct ht_gen_letters a, b;

	if (book->kind == HT_GEN_WHOLE) {
		if (book->id && person->id)
			return book->id == person->id;
		return ht_str_is(lower_of(names, book),
				 lower_of(names, person));
	}
	ht_gen_letters_read(lower_of(names, book), &a);
	ht_gen_letters_read(lower_of(names, person), &b);
	return book->kind == HT_GEN_PART ? part_fits(&a, &b)
					 : stub_fits(&a, &b);
}

static bool agrees_from(const struct ht_gen_names *names,
			const struct ht_gen_name *book, unsigned i,
			const struct ht_gen_name *person, unsigned k)
{
	for (; i < book->n; i++, k++) {
		if (book->word[i].kind == HT_GEN_GAP) {
			for (; k <= person->n; k++) {
				if (agrees_from(names, book, i + 1, person, k))
					return true;
			}
			return false;
		}
		if (k >= person->n ||
		    !word_agrees(names, &book->word[i], &person->word[k]))
			return false;
	}
	return k == person->n;
}

bool ht_gen_name_agrees(const struct ht_gen_names *names,
			const struct ht_gen_name *book,
			const struct ht_gen_name *person)
{
	return agrees_from(names, book, 0, person, 0);
}

bool ht_gen_name_says(const struct ht_gen_name *name)
{
	for (uint8_t i = 0; i < name->n; i++) {
		if (name->word[i].kind != HT_GEN_GAP)
			return true;
	}
	return false;
}
