/*
 * Names: rules 4 and 5 of formats.md.  Words are compared letter by letter in
 * the legal canon; a mark of something unread agrees with what it may hide.
 */
#include <string.h>

#include "base/utf8.h"
#include "base/viet.h"
#include "match/legal_inside.h"

enum { LETTERS_MAX = 48, WORDS_MAX = 32 };

/* A word as letters without tone, and its tone. */
struct word {
	unsigned letters[LETTERS_MAX]; /* quality kept, tone off */
	unsigned plain[LETTERS_MAX];   /* quality off as well */
	size_t n;
	uint8_t tone;
	bool has_query; /* '?' stands for one letter */
	bool is_open;   /* "[...]" at its end: the rest of it */
	bool is_cut;    /* ends in '.': an abbreviation */
	bool is_any;    /* "[...]" alone: any number of words */
};

struct words {
	struct word word[WORDS_MAX];
	size_t n;
	bool is_too_long;
};

static const ht_str gap = HT_STR_INIT("[...]");

static void read_word(ht_str text, struct word *w)
{
	struct ht_arena mem = { 0 };
	struct ht_syllable syllable;
	ht_str legal;
	size_t bytes;

	*w = (struct word){ 0 };
	if (ht_str_is(text, gap) || ht_str_is(text, HT_STR("[\xE2\x80\xA6]"))) {
		w->is_any = true;
		return;
	}
	if (ht_str_ends(text, gap)) {
		w->is_open = true;
		text.n -= gap.n;
	} else if (ht_str_ends(text, HT_STR("."))) {
		w->is_cut = true;
		text.n--;
	}
	legal = ht_viet_legal(&mem, text);
	for (size_t i = 0; i < legal.n && w->n < LETTERS_MAX; i += bytes) {
		ht_str at = ht_str_cut(legal, i, legal.n);
		unsigned letter = ht_utf8_letter(at, &bytes);

		ht_viet_syllable((ht_str){ at.p, bytes }, &syllable);
		if (syllable.tone)
			w->tone = syllable.tone;
		if (syllable.letters_n) {
			size_t unused;

			w->letters[w->n] =
				ht_utf8_letter((ht_str){ syllable.letters,
							 syllable.letters_n },
					       &unused);
			w->plain[w->n] =
				syllable.base_n
					? (unsigned char)syllable.base[0]
					: w->letters[w->n];
		} else {
			w->letters[w->n] = w->plain[w->n] = letter;
		}
		w->has_query |= letter == '?';
		w->n++;
	}
	ht_arena_done(&mem);
}

static void read_words(ht_str text, struct words *words)
{
	ht_str rest = ht_str_trim(text), piece;

	words->n = 0;
	words->is_too_long = false;
	while (rest.n && ht_str_next(&rest, ' ', &piece)) {
		piece = ht_str_trim(piece);
		if (piece.n == 0)
			continue;
		if (words->n == WORDS_MAX) {
			words->is_too_long = true;
			return;
		}
		read_word(piece, &words->word[words->n++]);
	}
}

static bool letter_agrees(unsigned a, unsigned b)
{
	return a == b || a == '?' || b == '?';
}

/* Does a partly read word agree with a whole one?  What it does not show (a
 * tone it hides, the letters after an abbreviation) it does not assert. */
static bool part_agrees(const struct word *part, const struct word *whole)
{
	bool may_hide_tone = part->has_query || part->is_open || part->is_cut;

	if (part->is_open || part->is_cut ? part->n > whole->n
					  : part->n != whole->n)
		return false;
	for (size_t i = 0; i < part->n; i++) {
		if (!letter_agrees(part->letters[i], whole->letters[i]))
			return false;
	}
	if (part->tone == whole->tone)
		return true;
	return may_hide_tone && part->tone == 0;
}

static bool word_agrees(const struct word *a, const struct word *b)
{
	if (a->is_cut || a->is_open || a->has_query)
		return part_agrees(a, b);
	if (b->is_cut || b->is_open || b->has_query)
		return part_agrees(b, a);
	return a->n == b->n && a->tone == b->tone &&
	       memcmp(a->letters, b->letters, a->n * sizeof *a->letters) == 0;
}

/* In order, "[...]" taking any number of words of the other side. */
static bool words_agree(const struct word *a, size_t an, const struct word *b,
			size_t bn)
{
	bool row[WORDS_MAX + 1] = { true };

	/* row[j]: the first words of `a` seen so far agree with b[0..j) */
	for (size_t j = 0; j < bn && b[j].is_any; j++)
		row[j + 1] = true;
	for (size_t i = 0; i < an; i++) {
		bool next[WORDS_MAX + 1] = { false };

		next[0] = row[0] && a[i].is_any;
		for (size_t j = 0; j < bn; j++) {
			if (a[i].is_any)
				next[j + 1] = row[j + 1] || next[j];
			else if (b[j].is_any)
				next[j + 1] = next[j] || row[j + 1];
			else
				next[j + 1] =
					row[j] && word_agrees(&a[i], &b[j]);
		}
		memcpy(row, next, sizeof row);
	}
	return row[bn];
}

/* -- why two names differ ---------------------------------------------------
 */

static bool plain_is(const struct word *a, const struct word *b, bool is_i_y)
{
	if (a->n != b->n)
		return false;
	for (size_t i = 0; i < a->n; i++) {
		unsigned x = a->plain[i], y = b->plain[i];

		if (is_i_y && x == 'y')
			x = 'i';
		if (is_i_y && y == 'y')
			y = 'i';
		if (x != y)
			return false;
	}
	return true;
}

static bool letters_are(const struct word *a, const struct word *b)
{
	return a->n == b->n &&
	       memcmp(a->letters, b->letters, a->n * sizeof *a->letters) == 0;
}

static bool has_no_marks(const struct words *w)
{
	for (size_t i = 0; i < w->n; i++) {
		for (size_t k = 0; k < w->word[i].n; k++) {
			if (w->word[i].letters[k] != w->word[i].plain[k])
				return false;
		}
		if (w->word[i].tone)
			return false;
	}
	return true;
}

/* One letter put in, taken out or changed. */
static bool one_edit(const struct word *a, const struct word *b)
{
	size_t front = 0, back = 0;
	size_t low = a->n < b->n ? a->n : b->n;
	size_t high = a->n < b->n ? b->n : a->n;

	while (front < low && a->plain[front] == b->plain[front])
		front++;
	while (back < low - front &&
	       a->plain[a->n - 1 - back] == b->plain[b->n - 1 - back])
		back++;
	return high - front - back <= 1;
}

static enum ht_diff_kind word_kind(const struct word *a, const struct word *b)
{
	if (a->is_cut || b->is_cut)
		return HT_DIFF_ABBREVIATED;
	if (letters_are(a, b))
		return HT_DIFF_TONE;
	if (plain_is(a, b, false))
		return HT_DIFF_LETTER_MARK;
	if (plain_is(a, b, true))
		return HT_DIFF_I_Y;
	return one_edit(a, b) ? HT_DIFF_SPELLING : HT_DIFF_OTHER;
}

/* Is every word of `few` in `many`, in order? */
static bool is_within(const struct words *few, const struct words *many)
{
	size_t at = 0;

	for (size_t i = 0; i < few->n; i++) {
		while (at < many->n &&
		       !word_agrees(&few->word[i], &many->word[at]))
			at++;
		if (at++ >= many->n)
			return false;
	}
	return true;
}

static bool is_other_order(const struct words *a, const struct words *b)
{
	bool used[WORDS_MAX] = { false };

	for (size_t i = 0; i < a->n; i++) {
		size_t k = 0;

		while (k < b->n &&
		       (used[k] || !word_agrees(&a->word[i], &b->word[k])))
			k++;
		if (k == b->n)
			return false;
		used[k] = true;
	}
	return true;
}

static enum ht_diff_kind name_kind(const struct words *book,
				   const struct words *person)
{
	enum ht_diff_kind kind = HT_DIFF_OTHER;
	size_t differing = 0;

	if (book->n < person->n && is_within(book, person))
		return HT_DIFF_WORD_MISSING;
	if (book->n > person->n && is_within(person, book))
		return HT_DIFF_WORD_EXTRA;
	if (book->n != person->n)
		return HT_DIFF_OTHER;
	if (is_other_order(book, person))
		return HT_DIFF_WORD_ORDER;
	for (size_t i = 0; i < book->n; i++) {
		const struct word *a = &book->word[i], *b = &person->word[i];

		if (word_agrees(a, b))
			continue;
		kind = word_kind(a, b);
		differing++;
		if (kind == HT_DIFF_OTHER)
			return kind;
	}
	if (has_no_marks(book) || has_no_marks(person)) {
		for (size_t i = 0; i < book->n; i++) {
			if (!plain_is(&book->word[i], &person->word[i], false))
				return kind;
		}
		return HT_DIFF_MARKS_LOST;
	}
	return differing > 2 ? HT_DIFF_OTHER : kind;
}

static enum ht_note_kind name_note(ht_str book, ht_str person,
				   const struct words *words)
{
	struct ht_arena mem = { 0 };
	enum ht_note_kind note = HT_NOTE_NONE;

	for (size_t i = 0; i < words->n; i++) {
		const struct word *w = &words->word[i];

		if (w->is_any || w->is_open || w->is_cut || w->has_query)
			note = HT_NOTE_PARTLY_READ;
	}
	if (note == HT_NOTE_NONE && !ht_str_is(book, person))
		note = ht_str_is(ht_viet_lower(&mem, book),
				 ht_viet_lower(&mem, person)) ||
				       ht_str_find(book, HT_STR("  ")) >= 0
			       ? HT_NOTE_CASE_OR_BLANKS
			       : HT_NOTE_TONE_PLACE;
	ht_arena_done(&mem);
	return note;
}

bool ht_legal_name_agrees(ht_str book, ht_str person,
			  enum ht_diff_kind *ret_kind,
			  enum ht_note_kind *ret_note)
{
	struct words a, b;

	*ret_note = HT_NOTE_NONE;
	if (ht_str_is(book, person))
		return true;
	read_words(book, &a);
	read_words(person, &b);
	if (a.is_too_long || b.is_too_long) {
		if (ht_viet_is_same_legal(book, person))
			return true;
		*ret_kind = HT_DIFF_OTHER;
		return false;
	}
	if (words_agree(a.word, a.n, b.word, b.n)) {
		*ret_note = name_note(book, person, &a);
		return true;
	}
	*ret_kind = name_kind(&a, &b);
	return false;
}
