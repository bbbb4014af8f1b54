#include "population/population.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/auto.h"
#include "base/buf.h"
#include "match/index.h"
#include "sys/file.h"
#include "sys/resource.h"

enum { FILE_MAX = 64 << 20 };

static struct ht_units *units, *few_units;
static struct ht_codes *codes;
static struct ht_arena mem;
static const char *folder;

#define HEADER "soDinhDanh\thoTen\tngaySinh\tgioiTinh\thoTenMe"

static const char *path(const char *name)
{
	return ht_arena_print(&mem, "%s/%s", folder, name).p;
}

static void write_bytes(const char *name, ht_str text)
{
	FILE *file = fopen(path(name), "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
	assert_int_equal(fclose(file), 0);
}

static void write_text(const char *name, const char *text)
{
	write_bytes(name, ht_str_from(text));
}

struct heard {
	unsigned refused, line;
	char key[64], unknown[128];
	unsigned ready;
	enum ht_rc answer;
};

static void hear_refused(void *arg, const char *file, unsigned line,
			 const struct ht_err *why)
{
	struct heard *heard = arg;

	assert_non_null(file);
	heard->refused++;
	heard->line = line;
	snprintf(heard->key, sizeof heard->key, "%s", why->key);
}

static void hear_unknown(void *arg, const char *file, ht_str columns)
{
	struct heard *heard = arg;

	assert_non_null(file);
	snprintf(heard->unknown, sizeof heard->unknown, "%.*s",
		 HT_STR_ARG(columns));
}

static enum ht_rc hear_ready(void *arg, const struct ht_pop_load_stats *stats,
			     struct ht_err *err)
{
	struct heard *heard = arg;

	assert_int_equal(stats->rows, stats->loaded + stats->refused);
	heard->ready++;
	return heard->answer ? ht_fail(err, heard->answer, "test.no", "", "no")
			     : HT_OK;
}

static enum ht_rc load(const char *name, struct heard *heard,
		       struct ht_pop_load_stats *ret_stats, struct ht_err *err)
{
	const char *files[] = { path(name) };
	const struct ht_pop_watch watch = { .refuse = hear_refused,
					    .unknown = hear_unknown,
					    .ready = hear_ready,
					    .arg = heard };

	*err = (struct ht_err){ 0 };
	return ht_population_load(path("people"), files, 1, units, codes,
				  heard ? &watch : NULL, ret_stats, err);
}

static struct ht_population *opened(void)
{
	struct ht_population *people = NULL;
	struct ht_err err = { 0 };

	if (ht_population_open(path("people"), units, codes, &people, &err))
		fail_msg("%s: %s", err.key, err.detail);
	return people;
}

static void loads(const char *text)
{
	struct ht_pop_load_stats stats;
	struct ht_err err;

	write_text("in.tsv", text);
	if (load("in.tsv", NULL, &stats, &err))
		fail_msg("%s: %s", err.key, err.detail);
}

static void assert_text(const struct ht_population *people, const char *id,
			enum ht_pop_column column, const char *want)
{
	uint32_t row = ht_population_by_id(people, ht_str_from(id));
	ht_str text;

	assert_int_not_equal(row, UINT32_MAX);
	text = ht_population_text(people, row, column);
	if (!ht_str_is_c(text, want))
		fail_msg("%s: \"%.*s\", not \"%s\"", ht_pop_column_name[column],
			 HT_STR_ARG(text), want);
}

static void every_column_comes_back_as_it_stood(void **state)
{
	struct ht_population *people;
	struct ht_buf text;
	char value[32];

	(void)state;
	ht_buf_init(&text, 1 << 16);
	for (int i = HT_POP_COLUMNS - 1; i >= 0; i--)
		ht_buf_print(&text, "%s%c", ht_pop_column_name[i],
			     i ? '\t' : '\n');
	for (int i = HT_POP_COLUMNS - 1; i > 0; i--)
		ht_buf_print(&text, "v%d đ\t", i);
	ht_buf_print(&text, "000000000001\r\n");
	loads(text.p);
	ht_buf_done(&text);
	people = opened();
	assert_int_equal(ht_population_count(people), 1);
	for (int i = 1; i < HT_POP_COLUMNS; i++) {
		snprintf(value, sizeof value, "v%d đ", i);
		assert_text(people, "000000000001", (enum ht_pop_column)i,
			    value);
	}
	ht_population_close(people);
}

static void a_place_is_found_by_its_code_on_the_day_else_by_its_text(
	void **state)
{
	static const struct {
		const char *as_of, *code, *text, *path;
	} cases[] = {
		/* one code, two places */
		{ "2025-06-30", "00004", "",
		  "Phường Trúc Bạch, Quận Ba Đình, Thành phố Hà Nội" },
		{ "2025-07-01", "00004", "",
		  "Phường Ba Đình, Thành phố Hà Nội" },
		{ "2025-06-30", "", "xã An Nhơn, huyện Đạ Huoai, tỉnh Lâm Đồng",
		  "Xã An Nhơn, Huyện Đạ Huoai, Tỉnh Lâm Đồng" },
		/* a code that was none on the day */
		{ "2025-07-01", "25129", "Phường Ba Đình, Hà Nội",
		  "Phường Ba Đình, Thành phố Hà Nội" },
		{ "2025-06-30", "99999", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct ht_population *people;
		struct ht_facts facts;
		ht_str found;

		loads(ht_arena_print(&mem,
				     "# as-of %s\nsoDinhDanh\thoTen\tmaQueQuan"
				     "\tqueQuan\n000000000001\tA\t%s\t%s\n",
				     cases[i].as_of, cases[i].code,
				     cases[i].text)
			      .p);
		people = opened();
		ht_population_facts(people, 0, &facts);
		assert_int_equal(facts.register_unit, 0);
		found = facts.home_unit
				? ht_unit_path(units, &mem, facts.home_unit)
				: (ht_str){ NULL, 0 };
		if (!ht_str_is_c(found, cases[i].path))
			fail_msg("%zu: %.*s", i, HT_STR_ARG(found));
		ht_population_close(people);
	}
}

static void bad_rows_are_refused_and_the_others_taken(void **state)
{
	static const struct {
		const char *row, *key; /* key NULL: taken */
	} cases[] = {
		{ "000000000002\tTRẦN B\t\t\t", NULL },
		{ "000000000002\tTRẦN B\t\t", "population.cells" },
		{ "000000000002\tTRẦN B\t\t\t\t", "population.cells" },
		{ "00000000000\tTRẦN B\t\t\t", "population.number" },
		{ "00000000000x\tTRẦN B\t\t\t", "population.number" },
		{ "\tTRẦN B\t\t\t", "population.number" },
		{ "000000000001\tTRẦN B\t\t\t", "population.doubled" },
		{ "000000000002\t \t\t\t", "population.name" },
		{ "000000000002\tTR\xFFN B\t\t\t", "text.utf8" },
		{ "000000000002\tTR\x01N B\t\t\t", "text.control" },
		{ " 000000000002 \tTRẦN B\tnăm nào\tx\t", NULL },
	};

	(void)state;
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct heard heard = { 0 };
		struct ht_pop_load_stats stats;
		struct ht_err err;

		ht_folder_remove(path("people"));
		write_text("in.tsv",
			   ht_arena_print(&mem,
					  "\xEF\xBB\xBF# as-of 2025-06-30\n"
					  "#\n" HEADER "\n\n"
					  "000000000001\tLÊ A\t1999\t1\t\n%s\n"
					  "000000000003\tLÊ C\t1999\t1\t",
					  cases[i].row)
				   .p);
		assert_int_equal(load("in.tsv", &heard, &stats, &err), HT_OK);
		assert_int_equal(heard.refused, cases[i].key ? 1 : 0);
		assert_int_equal(stats.rows, 3);
		assert_int_equal(stats.loaded, cases[i].key ? 2 : 3);
		if (!cases[i].key)
			continue;
		assert_string_equal(heard.key, cases[i].key);
		assert_int_equal(heard.line, 6);
	}
}

static void a_byte_0_spoils_its_row_only(void **state)
{
	static const char text[] = HEADER "\n000000000001\tA\0B\t\t\t\n"
					  "000000000002\tC\t\t\t\n";
	struct heard heard = { 0 };
	struct ht_pop_load_stats stats;
	struct ht_err err;

	(void)state;
	write_bytes("in.tsv", (ht_str){ text, sizeof text - 1 });
	assert_int_equal(load("in.tsv", &heard, &stats, &err), HT_OK);
	assert_string_equal(heard.key, "text.control");
	assert_int_equal(stats.loaded, 1);
}

static void a_line_over_the_cap_is_one_refused_row(void **state)
{
	static char text[3 << 20];
	struct heard heard = { 0 };
	struct ht_pop_load_stats stats;
	struct ht_err err;
	size_t n = (size_t)snprintf(text, sizeof text, "%s\n", HEADER);

	(void)state;
	memset(text + n, 'a', 2 << 20);
	n += 2 << 20;
	n += (size_t)snprintf(text + n, sizeof text - n,
			      "\n000000000002\tC\t\t\t\n");
	write_bytes("in.tsv", (ht_str){ text, n });
	assert_int_equal(load("in.tsv", &heard, &stats, &err), HT_OK);
	assert_string_equal(heard.key, "population.line_too_long");
	assert_int_equal(heard.line, 2);
	assert_int_equal(stats.loaded, 1);
	assert_int_equal(stats.refused, 1);
}

static void what_is_no_population_file_is_refused_whole(void **state)
{
	static const struct {
		ht_str text;
		const char *key;
	} cases[] = {
		{ HT_STR_INIT(""), "population.header" },
		{ HT_STR_INIT("a\tb\n1\t2\n"), "population.header" },
		{ HT_STR_INIT("soDinhDanh\n000000000001\n"),
		  "population.header" },
		{ HT_STR_INIT("hoTen\nA\n"), "population.header" },
		{ HT_STR_INIT("soDinhDanh\thoTen\thoTen\n"),
		  "population.header" },
		{ HT_STR_INIT("# as-of 30/06/2025\nsoDinhDanh\thoTen\n"),
		  "population.as_of" },
		{ HT_STR_INIT("PK\x03\x04\x14\0\0\0soDinhDanh"),
		  "population.workbook" },
		{ HT_STR_INIT("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
		  "population.workbook" },
		{ HT_STR_INIT("\xFF\xFEs\0o\0D\0i\0n\0h\0\n\0"),
		  "population.encoding" },
		{ HT_STR_INIT("soDinhDanh\thoTen\n000000000001\tNguy\xD4n\n"
			      "000000000002\tTr\xC7n\n000000000003\tA\n"),
		  "population.encoding" },
		{ HT_STR_INIT("soDinhDanh\thoTen\n1\tA\n2\tB\n"),
		  "population.nothing_loaded" },
	};
	struct ht_population *people;

	(void)state;
	loads(HEADER "\n000000000009\tLÊ A\t1999\t1\t\n");
	for (size_t i = 0; i < HT_LEN(cases); i++) {
		struct heard heard = { 0 };
		struct ht_pop_load_stats stats = { .rows = 77 };
		struct ht_err err;

		write_bytes("in.tsv", cases[i].text);
		assert_int_equal(load("in.tsv", &heard, &stats, &err),
				 HT_EINVALID);
		assert_string_equal(err.key, cases[i].key);
		assert_int_equal(stats.rows, 77);
		assert_int_equal(heard.ready, 0);
	}
	people = opened();
	assert_text(people, "000000000009", HT_POP_NAME, "LÊ A");
	ht_population_close(people);
}

static void columns_nobody_knows_are_named_and_passed_over(void **state)
{
	struct heard heard = { 0 };
	struct ht_pop_load_stats stats;
	struct ht_population *people;
	struct ht_err err;

	(void)state;
	write_text("in.tsv", "mauMat\thoTen\tsoDinhDanh\tchieuCao\n"
			     "nâu\tLÊ A\t000000000001\t170\n");
	assert_int_equal(load("in.tsv", &heard, &stats, &err), HT_OK);
	assert_string_equal(heard.unknown, "mauMat, chieuCao");
	people = opened();
	assert_text(people, "000000000001", HT_POP_NAME, "LÊ A");
	ht_population_close(people);
}

static void a_later_load_replaces_and_adds(void **state)
{
	struct heard heard = { 0 };
	struct ht_pop_load_stats stats;
	struct ht_population *old, *people;
	struct ht_err err;

	(void)state;
	loads("# as-of 2025-06-30\n" HEADER "\n"
	      "000000000002\tLÊ HAI\t02/1999\t1\tTRẦN M\n"
	      "000000000001\tLÊ MỘT\t1999\t1\t\n");
	old = opened();
	write_text("in.tsv", "# as-of 2025-07-15\n" HEADER "\n"
			     "000000000003\tLÊ BA\t1999\t1\t\n"
			     "000000000001\tLÊ MỚI\t1999\t1\t\n");
	assert_int_equal(load("in.tsv", &heard, &stats, &err), HT_OK);
	assert_int_equal(stats.loaded, 2);
	assert_int_equal(stats.replaced, 1);
	assert_int_equal(stats.people, 3);
	people = opened();
	assert_int_equal(ht_population_count(people), 3);
	assert_int_equal(ht_match_index_count(ht_population_index(people)), 3);
	assert_int_equal(ht_population_as_of(people).month, 7);
	assert_text(people, "000000000001", HT_POP_NAME, "LÊ MỚI");
	assert_text(people, "000000000002", HT_POP_NAME, "LÊ HAI");
	assert_text(people, "000000000002", HT_POP_MOTHER, "TRẦN M");
	assert_text(people, "000000000003", HT_POP_NAME, "LÊ BA");
	assert_int_equal(ht_population_by_id(people, HT_STR("000000000004")),
			 UINT32_MAX);
	/* who had the old one open still has it */
	assert_int_equal(ht_population_count(old), 2);
	assert_text(old, "000000000001", HT_POP_NAME, "LÊ MỘT");
	ht_population_close(old);
	ht_population_close(people);
}

static void a_load_that_is_told_no_changes_nothing(void **state)
{
	struct heard heard = { .answer = HT_EBUSY };
	struct ht_pop_load_stats stats;
	struct ht_population *people;
	struct ht_err err;

	(void)state;
	loads(HEADER "\n000000000001\tLÊ A\t1999\t1\t\n");
	write_text("in.tsv", HEADER "\n000000000001\tLÊ B\t1999\t1\t\n");
	assert_int_equal(load("in.tsv", &heard, &stats, &err), HT_EBUSY);
	assert_int_equal(heard.ready, 1);
	assert_false(ht_file_is_there(path("people/.people.part")));
	people = opened();
	assert_text(people, "000000000001", HT_POP_NAME, "LÊ A");
	ht_population_close(people);
}

static enum ht_rc die(void *arg, const struct ht_pop_load_stats *stats,
		      struct ht_err *err)
{
	(void)arg;
	(void)stats;
	(void)err;
	_exit(9);
}

static void a_killed_load_changes_nothing_and_hinders_nothing(void **state)
{
	const char *files[] = { path("in.tsv") };
	const struct ht_pop_watch watch = { .ready = die };
	struct ht_pop_load_stats stats;
	struct ht_population *people;
	int status = 0;
	pid_t child;

	(void)state;
	loads(HEADER "\n000000000001\tLÊ A\t1999\t1\t\n");
	write_text("in.tsv", HEADER "\n000000000001\tLÊ B\t1999\t1\t\n");
	child = fork();
	if (child == 0) {
		(void)!ht_population_load(path("people"), files, 1, units,
					  codes, &watch, &stats, NULL);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 9);
	assert_true(ht_file_is_there(path("people/.people.part")));
	people = opened();
	assert_text(people, "000000000001", HT_POP_NAME, "LÊ A");
	ht_population_close(people);
	loads(HEADER "\n000000000001\tLÊ C\t1999\t1\t\n");
	people = opened();
	assert_text(people, "000000000001", HT_POP_NAME, "LÊ C");
	ht_population_close(people);
}

static enum ht_rc load_inside(void *arg, const struct ht_pop_load_stats *stats,
			      struct ht_err *err)
{
	struct ht_pop_load_stats inner;
	struct ht_err why;

	(void)stats;
	(void)err;
	assert_int_equal(load("in.tsv", NULL, &inner, &why), HT_EBUSY);
	assert_string_equal(why.key, "population.busy");
	*(bool *)arg = true;
	return HT_OK;
}

static void a_load_beside_another_is_busy(void **state)
{
	bool has_tried = false;
	const struct ht_pop_watch watch = { .ready = load_inside,
					    .arg = &has_tried };
	const char *files[] = { path("in.tsv") };
	struct ht_pop_load_stats stats;

	(void)state;
	write_text("in.tsv", HEADER "\n000000000001\tLÊ B\t1999\t1\t\n");
	assert_int_equal(ht_population_load(path("people"), files, 1, units,
					    codes, &watch, &stats, NULL),
			 HT_OK);
	assert_true(has_tried);
}

static void files_that_are_not_there_are_named(void **state)
{
	struct ht_pop_load_stats stats;
	struct ht_population *people;
	struct ht_err err = { 0 };

	(void)state;
	assert_int_equal(load("none.tsv", NULL, &stats, &err), HT_EIO);
	assert_non_null(strstr(ht_err_get(&err, "file"), "none.tsv"));
	assert_int_equal(ht_population_open(path("nowhere"), units, codes,
					    &people, &err),
			 HT_ENOTFOUND);
	assert_string_equal(err.key, "population.none");
}

static void files_are_their_owner_s_alone(void **state)
{
	struct stat st;

	(void)state;
	loads(HEADER "\n000000000001\tLÊ A\t1999\t1\t\n");
	assert_int_equal(stat(path("people/people"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(path("people"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void many_people(unsigned count)
{
	struct ht_buf text;

	ht_buf_init(&text, 64 << 20);
	ht_buf_add(&text, HT_STR("soDinhDanh\thoTen\tngaySinh\tmaQueQuan\t"
				 "queQuan\tmaHo\n"));
	for (unsigned i = 0; i < count; i++)
		ht_buf_print(&text,
			     "000%09u\tLÊ SỐ %u\t%02u/%02u/19%02u\t25129\t"
			     "Xã An Nhơn\tH%u\n",
			     i * 7919 % 100003, i, i % 28 + 1, i % 12 + 1,
			     i % 100, i / 4);
	write_bytes("in.tsv", ht_buf_str(&text));
	ht_buf_done(&text);
}

static void everybody_is_found_by_number(void **state)
{
	enum { COUNT = 20000 };
	struct ht_pop_load_stats stats;
	struct ht_population *people;
	struct ht_err err;

	(void)state;
	many_people(COUNT);
	assert_int_equal(load("in.tsv", NULL, &stats, &err), HT_OK);
	assert_int_equal(stats.loaded, COUNT);
	people = opened();
	for (unsigned i = 0; i < COUNT; i++) {
		ht_str id = ht_arena_print(&mem, "000%09u", i * 7919 % 100003);

		assert_int_equal(ht_population_by_id(people, id), i);
	}
	ht_population_close(people);
}

static void another_units_table_finds_places_again(void **state)
{
	struct ht_population *people;
	struct ht_facts facts;
	struct ht_err err;

	(void)state;
	loads("soDinhDanh\thoTen\tmaQueQuan\tqueQuan\n"
	      "000000000001\tA\t00001\tXã C\n000000000002\tB\t\t\n");
	assert_int_equal(ht_population_open(path("people"), few_units, codes,
					    &people, &err),
			 HT_OK);
	ht_population_facts(people, 0, &facts);
	assert_int_equal(facts.home_unit, 3);
	assert_int_equal(ht_match_index_count(ht_population_index(people)), 2);
	ht_population_close(people);
}

/* Every file below must be refused, and none may be read past its end. */
static void assert_corrupt(ht_str bytes, size_t at)
{
	struct ht_population *people = NULL;
	struct ht_err err = { 0 };

	write_bytes("people/people", bytes);
	if (ht_population_open(path("people"), units, codes, &people, &err) !=
	    HT_ECORRUPT)
		fail_msg("byte %zu of %zu", at, bytes.n);
	assert_string_equal(err.key, "population.corrupt");
	assert_non_null(strstr(ht_err_get(&err, "file"), "/people"));
}

static void a_damaged_file_is_refused_wherever_it_is_damaged(void **state)
{
	struct ht_pop_load_stats stats;
	struct ht_arena bytes = { 0 };
	struct ht_err err;
	ht_str good;
	char *p;

	(void)state;
	many_people(300);
	assert_int_equal(load("in.tsv", NULL, &stats, &err), HT_OK);
	assert_int_equal(ht_file_read(&bytes, path("people/people"), FILE_MAX,
				      &good, &err),
			 HT_OK);
	for (size_t n = 0; n < good.n; n += good.n / 97 + 1)
		assert_corrupt((ht_str){ good.p, n }, n);
	p = ht_arena_alloc(&bytes, good.n + 1);
	memcpy(p, good.p, good.n);
	assert_corrupt((ht_str){ p, good.n + 1 }, good.n);
	for (size_t i = 0; i < good.n; i += i < 256 ? 1 : good.n / 211) {
		p[i] = (char)(p[i] ^ 1 << i % 8);
		assert_corrupt((ht_str){ p, good.n }, i);
		p[i] = (char)(p[i] ^ 1 << i % 8);
	}
	assert_corrupt(HT_STR("SQLite format 3"), 0);
	/* a load does not build on what it cannot trust */
	assert_int_equal(load("in.tsv", NULL, &stats, &err), HT_ECORRUPT);
	write_bytes("people/people", good);
	ht_population_close(opened());
	ht_arena_done(&bytes);
}

static int set_up(void **state)
{
	static char name[] = "/tmp/hotich-population-XXXXXX";
	struct ht_err err;

	(void)state;
	folder = mkdtemp(name);
	if (!folder)
		return -1;
	if (ht_units_new(
		    HT_STR("id\tlevel\tcode\tname\tparent\tfrom\tto\tnext\t"
			   "sure\talias\n"
			   "1\t1\t01\tTỉnh A\t\t\t\t\tlaw\tTA\n"
			   "2\t2\t001\tHuyện B\t1\t\t\t\tlaw\t\n"
			   "3\t3\t00001\tXã C\t2\t\t\t\tlaw\t\n"),
		    &few_units, &err))
		return -1;
	if (ht_codes_new(ht_resource_find("schema/codes/ethnic.tsv"),
			 ht_resource_find("schema/codes/countries.tsv"), &codes,
			 &err))
		return -1;
	return ht_units_new(ht_resource_find("schema/units/units.tsv"), &units,
			    &err);
}

static int tear_down(void **state)
{
	(void)state;
	ht_units_free(units);
	ht_units_free(few_units);
	ht_codes_free(codes);
	ht_folder_remove(folder);
	ht_arena_done(&mem);
	return 0;
}

/* Every test begins with nobody. */
static int nobody(void **state)
{
	(void)state;
	ht_folder_remove(path("people"));
	return 0;
}

#define TEST(name) cmocka_unit_test_setup(name, nobody)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_column_comes_back_as_it_stood),
		TEST(a_place_is_found_by_its_code_on_the_day_else_by_its_text),
		TEST(bad_rows_are_refused_and_the_others_taken),
		TEST(a_byte_0_spoils_its_row_only),
		TEST(a_line_over_the_cap_is_one_refused_row),
		TEST(what_is_no_population_file_is_refused_whole),
		TEST(columns_nobody_knows_are_named_and_passed_over),
		TEST(a_later_load_replaces_and_adds),
		TEST(a_load_that_is_told_no_changes_nothing),
		TEST(a_killed_load_changes_nothing_and_hinders_nothing),
		TEST(a_load_beside_another_is_busy),
		TEST(files_that_are_not_there_are_named),
		TEST(files_are_their_owner_s_alone),
		TEST(everybody_is_found_by_number),
		TEST(another_units_table_finds_places_again),
		TEST(a_damaged_file_is_refused_wherever_it_is_damaged),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
