/*
 * xml.h - XML read piece by piece, with nothing in it that can hurt
 *
 * No document type, hence no entities; depth, and the size of one tag, are
 * capped.  Names come without namespace prefix: OOXML tells its parts apart
 * by local names.  The reader can pause after any event and go on later.
 *
 * Floor 4 (exchange).  xml.c is the one file that includes expat.h.
 */
#ifndef HT_EXCHANGE_XML_H
#define HT_EXCHANGE_XML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/str.h"

enum { HT_XML_DEPTH_MAX = 32, HT_XML_TAG_BYTES_MAX = 1 << 20 };

struct ht_xml; /* opaque */

struct ht_xml_handler {
	void *arg;
	/* `attrs`: name, value, name, value ... NULL */
	void (*open)(void *arg, const char *name, const char *const *attrs);
	void (*close)(void *arg, const char *name);
	void (*text)(void *arg, ht_str text); /* may come in pieces */
	/* Next bytes of the document; `*ret_n` 0 at the end. */
	enum ht_rc (*read)(void *arg, char *to, size_t room, size_t *ret_n,
			   struct ht_err *err);
	const char *file; /* in messages */
};

struct ht_xml *ht_xml_new(const struct ht_xml_handler *handler);
void ht_xml_free(struct ht_xml *xml); /* NULL is fine */

/*
 * Read until a handler calls ht_xml_pause() or the document ends.  HT_EINVALID
 * "table.xml" with args "file", "line"; what `read` gives; what a handler
 * handed to ht_xml_stop().
 */
HT_CHECKED enum ht_rc ht_xml_run(struct ht_xml *xml, struct ht_err *err);
bool ht_xml_is_done(const struct ht_xml *xml);
void ht_xml_pause(struct ht_xml *xml);
/* End the reading with "table.xml"; `why` is for the log. */
void ht_xml_stop(struct ht_xml *xml, const char *why);

/* The attribute of this local name, or NULL. */
const char *ht_xml_attr(const char *const *attrs, const char *name);

#endif
