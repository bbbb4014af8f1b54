/*
 * fixture.h - workbooks made by hand, byte by byte
 *
 * A ZIP writer that can also lie (sizes, flags), so that every limit of the
 * reader can be met; and the parts a workbook needs.
 */
#ifndef HT_TESTS_EXCHANGE_FIXTURE_H
#define HT_TESTS_EXCHANGE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#define FIXTURE __attribute__((unused)) static

struct part {
	const char *name;
	ht_str body;
	enum { STORED, DEFLATED } how;
	uint32_t says_size; /* not 0: the directory lies about the size */
	uint16_t flags;
};

FIXTURE void put16(struct ht_buf *out, unsigned n)
{
	ht_buf_char(out, (char)(n & 255));
	ht_buf_char(out, (char)(n >> 8 & 255));
}

FIXTURE void put32(struct ht_buf *out, uint32_t n)
{
	put16(out, n & 0xFFFF);
	put16(out, n >> 16);
}

FIXTURE ht_str deflated(struct ht_arena *mem, ht_str body)
{
	z_stream z = { 0 };
	uLong room = compressBound(body.n) + 64;
	char *to = ht_arena_alloc(mem, room);

	deflateInit2(&z, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY);
	z.next_in = (Bytef *)(uintptr_t)body.p;
	z.avail_in = (uInt)body.n;
	z.next_out = (Bytef *)to;
	z.avail_out = (uInt)room;
	deflate(&z, Z_FINISH);
	deflateEnd(&z);
	return (ht_str){ to, z.total_out };
}

FIXTURE void put_header(struct ht_buf *out, const struct part *part,
			ht_str data, int is_central, uint32_t offset)
{
	uint32_t size =
		part->says_size ? part->says_size : (uint32_t)part->body.n;

	put32(out, is_central ? 0x02014b50 : 0x04034b50);
	if (is_central)
		put16(out, 20);
	put16(out, 20);
	put16(out, part->flags);
	put16(out, part->how == DEFLATED ? 8 : 0);
	put16(out, 0);
	put16(out, 0x21);
	put32(out, (uint32_t)crc32(0, (const Bytef *)part->body.p,
				   (uInt)part->body.n));
	put32(out, (uint32_t)data.n);
	put32(out, size);
	put16(out, (unsigned)strlen(part->name));
	put16(out, 0);
	if (is_central) {
		put16(out, 0);
		put16(out, 0);
		put16(out, 0);
		put32(out, 0);
		put32(out, offset);
	}
	ht_buf_add(out, ht_str_from(part->name));
}

/* A ZIP of the parts, in `mem`. */
FIXTURE ht_str zip_of(struct ht_arena *mem, const struct part *parts, size_t n)
{
	struct ht_buf out, central;
	ht_str all;
	uint32_t at;

	ht_buf_init(&out, (size_t)1 << 30);
	ht_buf_init(&central, (size_t)1 << 30);
	for (size_t i = 0; i < n; i++) {
		ht_str data = parts[i].how == DEFLATED
				      ? deflated(mem, parts[i].body)
				      : parts[i].body;

		at = (uint32_t)out.n;
		put_header(&out, &parts[i], data, 0, 0);
		ht_buf_add(&out, data);
		put_header(&central, &parts[i], data, 1, at);
	}
	at = (uint32_t)out.n;
	ht_buf_add(&out, ht_buf_str(&central));
	put32(&out, 0x06054b50);
	put16(&out, 0);
	put16(&out, 0);
	put16(&out, (unsigned)n);
	put16(&out, (unsigned)n);
	put32(&out, (uint32_t)central.n);
	put32(&out, at);
	put16(&out, 0);
	all = ht_arena_str(mem, ht_buf_str(&out));
	ht_buf_done(&out);
	ht_buf_done(&central);
	return all;
}

#define RELATIONS                                                              \
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* Parts of a workbook; a NULL part is left out. */
struct book {
	const char *sheet1, *sheet2; /* inside of <sheetData> */
	const char *strings;         /* inside of <sst> */
	const char *styles;          /* inside of <styleSheet> */
	const char *workbook_pr;     /* attributes of <workbookPr> */
	const char *sheet2_state;
	const char *prolog; /* in front of the sheet's root */
};

FIXTURE ht_str book_of(struct ht_arena *mem, const struct book *book)
{
	struct part parts[8] = { { 0 } };
	size_t n = 0;

	parts[n].name = "[Content_Types].xml";
	parts[n++].body = HT_STR("<Types/>");
	parts[n].name = "_rels/.rels";
	parts[n++].body = HT_STR(
		"<Relationships><Relationship Id=\"rId1\" Type=\"" RELATIONS
		"/officeDocument\" Target=\"xl/workbook.xml\"/>"
		"</Relationships>");
	parts[n].name = "xl/workbook.xml";
	parts[n++].body = ht_arena_print(
		mem,
		"<x:workbook xmlns:x=\"m\" xmlns:r=\"r\"><x:workbookPr %s/>"
		"<x:sheets><x:sheet name=\"Một\" sheetId=\"1\" r:id=\"rId1\"/>"
		"%s%s%s</x:sheets></x:workbook>",
		book->workbook_pr ? book->workbook_pr : "",
		book->sheet2 ? "<x:sheet name=\"Hai\" sheetId=\"2\" "
			       "r:id=\"rId2\" state=\""
			     : "",
		book->sheet2
			? book->sheet2_state ? book->sheet2_state : "visible"
			: "",
		book->sheet2 ? "\"/>" : "");
	parts[n].name = "xl/_rels/workbook.xml.rels";
	parts[n++].body =
		HT_STR("<Relationships>"
		       "<Relationship Id=\"rId1\" Type=\"" RELATIONS
		       "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
		       "<Relationship Id=\"rId2\" Type=\"" RELATIONS
		       "/worksheet\" Target=\"/xl/worksheets/sheet2.xml\"/>"
		       "<Relationship Id=\"rId3\" Type=\"" RELATIONS
		       "/styles\" Target=\"styles.xml\"/>"
		       "<Relationship Id=\"rId4\" Type=\"" RELATIONS
		       "/sharedStrings\" Target=\"sharedStrings.xml\"/>"
		       "</Relationships>");
	parts[n].name = "xl/worksheets/sheet1.xml";
	parts[n].how = DEFLATED;
	parts[n++].body = ht_arena_print(
		mem, "%s<worksheet><sheetData>%s</sheetData></worksheet>",
		book->prolog ? book->prolog : "", book->sheet1);
	if (book->sheet2) {
		parts[n].name = "xl/worksheets/sheet2.xml";
		parts[n++].body = ht_arena_print(
			mem, "<worksheet><sheetData>%s</sheetData></worksheet>",
			book->sheet2);
	}
	if (book->styles) {
		parts[n].name = "xl/styles.xml";
		parts[n++].body = ht_arena_print(
			mem, "<styleSheet>%s</styleSheet>", book->styles);
	}
	if (book->strings) {
		parts[n].name = "xl/sharedStrings.xml";
		parts[n++].body =
			ht_arena_print(mem, "<sst>%s</sst>", book->strings);
	}
	return zip_of(mem, parts, n);
}

/* A folder of its own for the files of one test. */
FIXTURE const char *folder_new(struct ht_arena *mem)
{
	ht_str path =
		ht_arena_print(mem, "%s/hotich-test-XXXXXX",
			       getenv("TMPDIR") ? getenv("TMPDIR") : P_tmpdir);

	assert_non_null(mkdtemp((char *)(uintptr_t)path.p));
	return path.p;
}

FIXTURE ht_str file_read(struct ht_arena *mem, const char *path)
{
	FILE *file = fopen(path, "rb");
	char *to;
	long n;

	if (!file)
		return (ht_str){ NULL, 0 };
	fseek(file, 0, SEEK_END);
	n = ftell(file);
	rewind(file);
	to = ht_arena_alloc(mem, (size_t)n + 1);
	assert_int_equal(fread(to, 1, (size_t)n, file), n);
	fclose(file);
	return (ht_str){ to, (size_t)n };
}

FIXTURE void file_write(const char *path, ht_str bytes)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, file), bytes.n);
	fclose(file);
}

#define assert_text(got, wanted)                                               \
	do {                                                                   \
		ht_str got_ = (got);                                           \
		if (!ht_str_is_c(got_, wanted))                                \
			fail_msg("\"%.*s\" is not \"%s\"", HT_STR_ARG(got_),   \
				 wanted);                                      \
	} while (0)

#endif
