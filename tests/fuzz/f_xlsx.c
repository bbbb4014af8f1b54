/*
 * Workbooks.  First byte even: the bytes are the ZIP.  Odd: they are the XML
 * of a sheet (1), shared strings (3) or styles (5) inside a good one, since a
 * fuzzer does not find its way through a deflate stream and a checksum.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "exchange/table.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct part {
	const char *name;
	ht_str body;
};

static void put(struct ht_buf *out, uint32_t n, int bytes)
{
	for (int i = 0; i < bytes; i++)
		ht_buf_char(out, i < 4 ? (char)(n >> (8 * i) & 255) : 0);
}

static void put_entry(struct ht_buf *out, const struct part *part,
		      int is_central, uint32_t at)
{
	put(out, is_central ? 0x02014b50 : 0x04034b50, 4);
	put(out, 20, is_central ? 4 : 2);
	put(out, 0, 8); /* flags, stored, time, day */
	put(out,
	    (uint32_t)crc32(0, (const Bytef *)part->body.p, (uInt)part->body.n),
	    4);
	put(out, (uint32_t)part->body.n, 4);
	put(out, (uint32_t)part->body.n, 4);
	put(out, (uint32_t)strlen(part->name), 2);
	put(out, 0, 2);
	if (is_central) {
		put(out, 0, 4);
		put(out, 0, 2);
		put(out, 0, 4);
		put(out, at, 4);
	}
	ht_buf_add(out, ht_str_from(part->name));
	if (!is_central)
		ht_buf_add(out, part->body);
}

static void make_zip(struct ht_buf *out, const struct part *parts, size_t n)
{
	struct ht_buf central;
	uint32_t at;

	ht_buf_init(&central, 1 << 20);
	for (size_t i = 0; i < n; i++) {
		put_entry(&central, &parts[i], 1, (uint32_t)out->n);
		put_entry(out, &parts[i], 0, 0);
	}
	at = (uint32_t)out->n;
	ht_buf_add(out, ht_buf_str(&central));
	put(out, 0x06054b50, 4);
	put(out, 0, 4);
	put(out, (uint32_t)n, 2);
	put(out, (uint32_t)n, 2);
	put(out, (uint32_t)central.n, 4);
	put(out, at, 4);
	put(out, 0, 2);
	ht_buf_done(&central);
}

#define SHEET                                                                  \
	"<worksheet><sheetData><row r=\"1\"><c t=\"inlineStr\"><is><t>so</t>"  \
	"</is></c><c t=\"s\"><v>0</v></c></row><row r=\"2\"><c s=\"1\"><v>"    \
	"39748</v></c><c t=\"s\"><v>1</v></c></row></sheetData></worksheet>"

static void make_book(struct ht_buf *out, int which, ht_str fuzzed)
{
	struct part parts[] = {
		{ "xl/workbook.xml",
		  HT_STR_INIT("<workbook><sheets><sheet name=\"a\" r:id=\"1\" "
			      "xmlns:r=\"r\"/></sheets></workbook>") },
		{ "xl/_rels/workbook.xml.rels",
		  HT_STR_INIT("<R><Relationship Id=\"1\" Type=\"/worksheet\" "
			      "Target=\"s.xml\"/><Relationship Id=\"2\" "
			      "Type=\"/sharedStrings\" Target=\"t.xml\"/>"
			      "<Relationship Id=\"3\" Type=\"/styles\" "
			      "Target=\"y.xml\"/></R>") },
		{ "xl/s.xml", HT_STR_INIT(SHEET) },
		{ "xl/t.xml", HT_STR_INIT("<sst><si><t>ten</t></si><si><t>"
					  "Trần</t></si></sst>") },
		{ "xl/y.xml",
		  HT_STR_INIT("<s><cellXfs><xf/><xf numFmtId=\"14\"/>"
			      "</cellXfs></s>") },
	};

	if (which == 5)
		parts[4].body = fuzzed;
	else if (which == 3)
		parts[3].body = fuzzed;
	else
		parts[2].body = fuzzed;
	make_zip(out, parts, HT_LEN(parts));
}

static void read_all(ht_str bytes)
{
	struct ht_arena mem = { 0 };
	struct ht_table *table;
	struct ht_err err;
	unsigned line, before = 0;
	size_t count;
	ht_str *cells;
	enum ht_rc rc;

	if (ht_table_open_bytes(bytes, NULL, &table, &err)) {
		assert(err.key[0] && ht_err_get(&err, "file"));
		return;
	}
	(void)ht_table_header(table, &count);
	while ((rc = ht_table_next(table, &mem, &cells, &line, &err)) !=
	       HT_ENOTFOUND) {
		if (rc == HT_ECORRUPT || rc == HT_EIO) {
			/* broken stays broken */
			assert(ht_table_next(table, &mem, &cells, &line,
					     &err) == rc);
			break;
		}
		(void)ht_table_refused(table, &line);
		assert(line > before && line <= 1048576);
		before = line;
		for (size_t i = 0; rc == HT_OK && i < count; i++) {
			assert(ht_utf8_check(cells[i]) < 0);
			assert(ht_str_is(ht_str_trim(cells[i]), cells[i]));
		}
		ht_arena_clear(&mem);
	}
	ht_table_close(table);
	ht_arena_done(&mem);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ht_buf out;

	if (size < 1 || size > 1 << 16)
		return 0;
	if (data[0] % 2 == 0) {
		read_all((ht_str){ (const char *)data + 1, size - 1 });
		return 0;
	}
	ht_buf_init(&out, 1 << 20);
	make_book(&out, data[0] % 8,
		  (ht_str){ (const char *)data + 1, size - 1 });
	read_all(ht_buf_str(&out));
	ht_buf_done(&out);
	return 0;
}
