#include "exchange/xml.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { PIECE = 64 * 1024 };

struct ht_xml {
	struct ht_xml_handler handler;
	XML_Parser parser;
	int depth;
	long long fed;
	bool is_done, is_paused, is_last;
	const char *why; /* stopped: the reason */
};

static const char *local_name(const char *name)
{
	const char *at = strrchr(name, ':');

	return at ? at + 1 : name;
}

const char *ht_xml_attr(const char *const *attrs, const char *name)
{
	for (size_t i = 0; attrs[i]; i += 2)
		if (strcmp(local_name(attrs[i]), name) == 0)
			return attrs[i + 1];
	return NULL;
}

void ht_xml_stop(struct ht_xml *xml, const char *why)
{
	if (!xml->why)
		xml->why = why;
	XML_StopParser(xml->parser, XML_FALSE);
}

void ht_xml_pause(struct ht_xml *xml)
{
	if (xml->why)
		return;
	xml->is_paused = true;
	XML_StopParser(xml->parser, XML_TRUE);
}

static void on_open(void *arg, const char *name, const char **attrs)
{
	struct ht_xml *xml = arg;

	if (xml->why)
		return;
	if (++xml->depth > HT_XML_DEPTH_MAX) {
		ht_xml_stop(xml, "depth");
		return;
	}
	xml->handler.open(xml->handler.arg, local_name(name),
			  (const char *const *)attrs);
}

static void on_close(void *arg, const char *name)
{
	struct ht_xml *xml = arg;

	if (xml->why)
		return;
	xml->depth--;
	xml->handler.close(xml->handler.arg, local_name(name));
}

static void on_text(void *arg, const char *text, int n)
{
	struct ht_xml *xml = arg;

	if (!xml->why)
		xml->handler.text(xml->handler.arg,
				  (ht_str){ text, (size_t)n });
}

static void on_doctype(void *arg, const char *name, const char *system_id,
		       const char *public_id, int has_internal_subset)
{
	(void)name, (void)system_id, (void)public_id, (void)has_internal_subset;
	ht_xml_stop(arg, "document type");
}

struct ht_xml *ht_xml_new(const struct ht_xml_handler *handler)
{
	struct ht_xml *xml = ht_mem_alloc(1, sizeof *xml);

	xml->handler = *handler;
	xml->parser = XML_ParserCreate(NULL);
	if (!xml->parser)
		abort(); /* out of memory, as everywhere */
	XML_SetUserData(xml->parser, xml);
	XML_SetElementHandler(xml->parser, on_open, on_close);
	XML_SetCharacterDataHandler(xml->parser, on_text);
	XML_SetStartDoctypeDeclHandler(xml->parser, on_doctype);
	return xml;
}

void ht_xml_free(struct ht_xml *xml)
{
	if (!xml)
		return;
	XML_ParserFree(xml->parser);
	ht_mem_free(xml);
}

static enum ht_rc fail(struct ht_xml *xml, const char *why, struct ht_err *err)
{
	ht_fail(err, HT_EINVALID, "table.xml", "", "%s", why);
	ht_err_arg(err, "file", "%s", xml->handler.file);
	ht_err_arg(err, "line", "%lu", XML_GetCurrentLineNumber(xml->parser));
	return HT_EINVALID;
}

static enum ht_rc after(struct ht_xml *xml, enum XML_Status status,
			struct ht_err *err)
{
	if (xml->why)
		return fail(xml, xml->why, err);
	if (status == XML_STATUS_ERROR)
		return fail(xml, XML_ErrorString(XML_GetErrorCode(xml->parser)),
			    err);
	if (status == XML_STATUS_SUSPENDED)
		return HT_OK;
	/* Expat scans an unfinished tag anew with each piece: without a cap a
	 * tag of 100 MB would cost hours. */
	if (xml->fed - XML_GetCurrentByteIndex(xml->parser) >
	    HT_XML_TAG_BYTES_MAX)
		return fail(xml, "tag too long", err);
	if (xml->is_last)
		xml->is_done = true;
	return HT_OK;
}

static enum ht_rc feed(struct ht_xml *xml, struct ht_err *err)
{
	void *to = XML_GetBuffer(xml->parser, PIECE);
	enum ht_rc rc;
	size_t n;

	if (!to)
		return fail(xml, "buffer", err);
	rc = xml->handler.read(xml->handler.arg, to, PIECE, &n, err);
	if (rc)
		return rc;
	xml->fed += (long long)n;
	xml->is_last = n == 0;
	return after(xml, XML_ParseBuffer(xml->parser, (int)n, n == 0), err);
}

enum ht_rc ht_xml_run(struct ht_xml *xml, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	if (xml->why)
		return fail(xml, xml->why, err);
	if (xml->is_paused) {
		xml->is_paused = false;
		rc = after(xml, XML_ResumeParser(xml->parser), err);
	}
	while (!rc && !xml->is_paused && !xml->is_done)
		rc = feed(xml, err);
	return rc;
}

bool ht_xml_is_done(const struct ht_xml *xml)
{
	return xml->is_done;
}
