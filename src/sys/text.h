/*
 * text.h - what people read, by key
 *
 * Texts are in web/locale/vi.json and en.json and travel inside the program.
 * Vietnamese unless LC_ALL, LC_MESSAGES or LANG begins with "en".
 *
 * Floor 2 (sys).
 */
#ifndef HT_SYS_TEXT_H
#define HT_SYS_TEXT_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum ht_lang { HT_LANG_VI, HT_LANG_EN };

enum ht_lang ht_lang_of_environment(void);

/* The text of a key in the environment's language; the key itself when there
 * is none.  Never NULL; lives as long as the program. */
const char *ht_text_get(const char *key);

/*
 * The text with each {name} replaced by the value of that name; a name that
 * is not given stays in braces.  `pairs` is name, value, name, value.
 */
ht_str ht_text_fill(struct ht_arena *mem, const char *key,
		    const char *const *pairs, size_t pair_count);

/* The sentence of an error. */
ht_str ht_text_error(struct ht_arena *mem, const struct ht_err *err);

/* "1.234.567" in Vietnamese, "1,234,567" in English. */
ht_str ht_text_count(struct ht_arena *mem, int64_t number);
/* "12,3" / "12.3" */
ht_str ht_text_fixed(struct ht_arena *mem, double number, int digits);

#endif
