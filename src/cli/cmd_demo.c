/*
 * A commune to look at, from nothing: people and books are made, loaded,
 * imported, compared, and one summary says what came of it.
 *
 * DIR/input is made once and then kept: change a row there, run again, and the
 * summary changes.  The directory itself is made anew each time, but only if
 * it is marked as a demonstration.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/books.h"
#include "app/credential.h"
#include "app/differences.h"
#include "app/import.h"
#include "app/people.h"
#include "app/plan.h"
#include "app/reconcile.h"
#include "app/register.h"
#include "app/staff.h"
#include "app/synthetic.h"
#include "cli/cmd_reconcile.h"
#include "cli/commands.h"
#include "cli/progress.h"
#include "sys/clock.h"
#include "sys/file.h"
#include "sys/text.h"

static const char *const book_files[] = { "KS.tsv", "KH.tsv", "KT.tsv",
					  "CN.tsv" };
static const char *const register_files[] = { "register-KS.tsv",
					      "register-KH.tsv",
					      "register-KT.tsv" };
static const struct {
	const char *login, *name, *role;
} crew[] = {
	{ "quantri", "Nguyễn Văn Quân (quản trị)", "administrator" },
	{ "an.nhap", "Nguyễn Thị An (nhập liệu)", "keyer" },
	{ "binh.congan", "Trần Văn Bình (công an)", "police" },
	{ "chi.hotich", "Lê Thị Chi (tư pháp - hộ tịch)", "registrar" },
	{ "dung.doisoat", "Phạm Văn Dũng (đối soát)", "checker" },
	{ "giang.nghiemthu", "Võ Thị Giang (nghiệm thu)", "acceptor" },
	{ "hoa.pheduyet", "Đặng Thị Hoa (phê duyệt)", "approver" },
	{ "khanh.lanhdao", "Bùi Văn Khánh (lãnh đạo)", "leader" },
	{ "minh.kiemtra", "Hồ Văn Minh (kiểm tra)", "auditor" },
};
/* Printed anyway: whoever can read this can open a demonstration. */
static const char crew_password[] = "trinh-dien-2026";

struct demo {
	struct ht_cli *cli;
	struct ht_app *app;
	const char *dir;
	struct ht_pop_load_stats people;
	struct ht_import_result books;
	struct ht_reconcile_result classes;
	struct ht_export_result package;
	uint64_t registered, plan_faults, listed;
	const char *refused[HT_LEN(book_files)];
	const char *classes_file, *list_file, *results;
};

static const char *path(struct demo *d, const char *folder, const char *name)
{
	return ht_arena_print(&d->cli->mem, "%s/%s/%s", d->dir, folder, name).p;
}

/* -- the directory --------------------------------------------------------- */

static enum ht_rc check_is_demo(struct demo *d, struct ht_err *err)
{
	struct ht_store *store = NULL;
	struct ht_err why = { 0 };
	enum ht_rc rc = ht_store_open(d->dir, 0, &store, &why);
	bool is_demo = !rc && ht_store_is_demo(store);

	ht_store_close(store);
	if (rc == HT_ENOTFOUND || is_demo)
		return HT_OK;
	ht_fail(err, HT_ESTATE, "demo.real", "dir", "%s", why.key);
	ht_err_arg(err, "dir", "%s", d->dir);
	return HT_ESTATE;
}

/* Under a server that works in it nothing is made anew. */
static enum ht_rc check_is_free(struct demo *d, struct ht_err *err)
{
	const char *path = ht_arena_print(&d->cli->mem, "%s/lock", d->dir).p;
	int lock;

	if (!ht_file_is_there(path))
		return HT_OK;
	if (ht_file_lock(path, &lock, err) == HT_OK) {
		close(lock);
		return HT_OK;
	}
	ht_fail(err, HT_EBUSY, "serve.running", "dir", "demo");
	ht_err_arg(err, "dir", "%s", d->dir);
	return HT_EBUSY;
}

static enum ht_rc make_anew(struct demo *d, struct ht_err *err)
{
	static const char *const parts[] = { "hotich.db",     "hotich.db-wal",
					     "hotich.db-shm", "keys",
					     "population",    "ket-qua",
					     "tmp",           "lock",
					     "images" };
	const struct ht_init_options options = {
		.office = "Uỷ ban nhân dân xã Đại Lãnh",
		.unit = "22492",
		.is_demo = true,
	};
	enum ht_rc rc = check_is_demo(d, err);

	if (!rc)
		rc = check_is_free(d, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < HT_LEN(parts); i++) {
		const char *name =
			ht_arena_print(&d->cli->mem, "%s/%s", d->dir, parts[i])
				.p;

		if (remove(name) != 0)
			ht_folder_remove(name);
	}
	return ht_app_init(d->dir, &options, err);
}

static enum ht_rc make_input(struct demo *d, struct ht_err *err)
{
	struct ht_synthetic_options options = { .profile = HT_GEN_DAILANH };
	const char *profile = ht_cli_get(d->cli, "profile");
	struct ht_synthetic_result made;
	int64_t seed = 1;
	enum ht_rc rc = ht_cli_number(d->cli, "seed", 1, &seed, err);

	if (rc || ht_file_is_there(path(d, "input", "population.tsv")))
		return rc;
	options.seed = (uint64_t)seed;
	if (profile &&
	    !ht_gen_profile_from(ht_str_from(profile), &options.profile)) {
		ht_fail(err, HT_EUSAGE, "cli.choice", "profile", "no such");
		ht_err_arg(err, "what", "--profile");
		ht_err_arg(err, "value", "%s", profile);
		ht_err_arg(err, "choices", "dailanh, phuninh, province");
		return HT_EUSAGE;
	}
	return ht_synthetic_make(
		&options, ht_arena_print(&d->cli->mem, "%s/input", d->dir).p,
		&made, err);
}

static enum ht_rc hire(struct demo *d, struct ht_err *err)
{
	ht_id staff[HT_LEN(crew)];
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < HT_LEN(crew) && !rc; i++) {
		const struct ht_staff_term term = { .role = ht_str_from(
							    crew[i].role) };

		rc = ht_staff_add(d->app, ht_str_from(crew[i].login),
				  ht_str_from(crew[i].name), &term, &staff[i],
				  err);
	}
	return rc ? rc
		  : ht_credential_demo(d->app, staff, HT_LEN(staff),
				       ht_str_from(crew_password), err);
}

/* -- the walk -------------------------------------------------------------- */

static enum ht_rc load_plan(struct demo *d, struct ht_err *err)
{
	const struct ht_plan_import_options options = { 0 };
	struct ht_plan_import_result plan;
	const char *file = path(d, "input", "plan.tsv");
	enum ht_rc rc;

	if (!ht_file_is_there(file))
		return HT_OK;
	rc = ht_plan_import(d->app, file, &options, &d->cli->mem, &plan, err);
	if (!rc)
		d->plan_faults = plan.file.disagreement_count;
	return rc;
}

static enum ht_rc load_register(struct demo *d, struct ht_err *err)
{
	const struct ht_register_options options = { 0 };
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < HT_LEN(register_files) && !rc; i++) {
		const char *file = path(d, "input", register_files[i]);
		struct ht_register_result done;

		if (!ht_file_is_there(file))
			continue;
		rc = ht_register_load(d->app, file, &options, &d->cli->mem,
				      &done, err);
		if (!rc)
			d->registered += done.accepted + done.unchanged;
	}
	return rc;
}

static enum ht_rc import_books(struct demo *d, struct ht_err *err)
{
	enum ht_rc rc = HT_OK;

	for (size_t i = 0; i < HT_LEN(book_files) && !rc; i++) {
		const char *file = path(d, "input", book_files[i]);
		const struct ht_import_options options = {
			.refused = ht_arena_print(&d->cli->mem,
						  "%s/ket-qua/tu-choi-%s",
						  d->dir, book_files[i])
					   .p
		};
		struct ht_import_result one;

		if (!ht_file_is_there(file))
			continue;
		rc = ht_book_import(d->app, file, &options, &d->cli->mem, &one,
				    err);
		if (rc)
			return rc;
		d->refused[i] = one.refused_file;
		ht_import_add(&d->books, &one);
	}
	return rc;
}

static enum ht_rc list_differences(struct demo *d, struct ht_err *err)
{
	const struct ht_differences_options options = { 0 };

	return ht_app_differences_export(d->app, d->list_file, &options,
					 &d->listed, err);
}

static enum ht_rc export_one(struct demo *d, struct ht_err *err)
{
	struct ht_book_line *books;
	struct ht_export_options options = { .out = d->results,
					     .is_draft = true };
	size_t count, most = 0;
	enum ht_rc rc =
		ht_books_list(d->app, &d->cli->mem, &books, &count, err);

	if (rc || count == 0)
		return rc;
	for (size_t i = 1; i < count; i++) {
		if (books[i].entries > books[most].entries)
			most = i;
	}
	options.book = books[most].id;
	return ht_book_export(d->app, &options, &d->cli->mem, &d->package, err);
}

static enum ht_rc walk(struct demo *d, struct ht_err *err)
{
	const char *people = path(d, "input", "population.tsv");
	const struct ht_pop_watch watch = { 0 };
	struct ht_reconcile_options options = { .out = d->classes_file };
	enum ht_rc rc = hire(d, err);

	if (!rc)
		rc = ht_folder_make(d->results, err);
	if (!rc)
		rc = load_plan(d, err);
	if (!rc)
		rc = ht_people_load(d->app, &people, 1, &watch, &d->people,
				    err);
	if (!rc)
		rc = load_register(d, err);
	if (!rc)
		rc = import_books(d, err);
	if (!rc)
		rc = ht_reconcile(d->app, &options, &d->classes, err);
	if (!rc)
		rc = list_differences(d, err);
	return rc ? rc : export_one(d, err);
}

/* -- the summary ----------------------------------------------------------- */

static void say_books(struct demo *d)
{
	struct ht_cli *cli = d->cli;
	const struct ht_import_result *b = &d->books;

	ht_cli_say(cli, "demo.books", "accepted",
		   ht_cli_count(cli, (int64_t)b->accepted), "refused",
		   ht_cli_count(cli, (int64_t)b->refused), "books",
		   ht_cli_count(cli, (int64_t)b->books), "warnings",
		   ht_cli_count(cli, (int64_t)b->warnings), NULL);
	for (size_t i = 0; i < HT_LEN(book_files); i++) {
		if (d->refused[i])
			ht_cli_say(cli, "import.refused_file", "file",
				   d->refused[i], NULL);
	}
	if (b->in_register)
		ht_cli_say(cli, "demo.in_register", "count",
			   ht_cli_count(cli, (int64_t)b->in_register), NULL);
	for (size_t i = 0; i < b->block_count; i++)
		ht_cli_say(cli, "demo.block", "day",
			   ht_arena_str(&cli->mem, b->blocks[i].day).p, "count",
			   ht_cli_count(cli, (int64_t)b->blocks[i].count),
			   NULL);
}

static void say_where(struct demo *d)
{
	struct ht_cli *cli = d->cli;

	ht_cli_say(cli, "demo.where", "classes", d->classes_file, "list",
		   d->list_file, "listed",
		   ht_cli_count(cli, (int64_t)d->listed), "rows",
		   d->package.rows_file ? d->package.rows_file : "", "scans",
		   d->package.scans_file ? d->package.scans_file : "", NULL);
	ht_cli_say(cli, "demo.logins", "password", crew_password, NULL);
	for (size_t i = 0; i < HT_LEN(crew); i++)
		fprintf(cli->out, "    %-16s %s\n", crew[i].login,
			crew[i].name);
	ht_cli_say(cli, "demo.next", "dir", d->dir, NULL);
}

static void say_all(struct demo *d, int64_t began)
{
	struct ht_cli *cli = d->cli;
	double seconds = (double)(ht_clock_tick_ms() - began) / 1000;

	ht_cli_say(cli, "demo.title", "dir", d->dir, NULL);
	ht_cli_say(cli, "demo.people", "people",
		   ht_cli_count(cli, (int64_t)d->people.people), NULL);
	if (d->plan_faults)
		ht_cli_say(cli, "demo.plan", "count",
			   ht_cli_count(cli, (int64_t)d->plan_faults), NULL);
	say_books(d);
	ht_cli_say_reconciled(cli, &d->classes);
	ht_cli_say(cli, "demo.time", "seconds",
		   ht_text_fixed(&cli->mem, seconds, 1).p, NULL);
	say_where(d);
}

enum ht_rc ht_cmd_demo(struct ht_cli *cli, struct ht_err *err)
{
	HT_AUTO(ht_app) app = { 0 };
	struct demo *d = HT_NEW(&cli->mem, struct demo);
	const struct ht_app_options as = { .purpose = "trình diễn" };
	int64_t began;
	enum ht_rc rc;

	d->cli = cli;
	d->app = &app;
	d->dir = cli->words[0];
	d->results = ht_arena_print(&cli->mem, "%s/ket-qua", d->dir).p;
	d->classes_file = path(d, "ket-qua", "doi-chieu.tsv");
	d->list_file = path(d, "ket-qua", "sai-khac.xlsx");
	rc = make_anew(d, err);
	if (!rc)
		rc = make_input(d, err);
	if (!rc)
		rc = ht_app_open(&app, d->dir, &as, err);
	began = ht_clock_tick_ms();
	if (!rc)
		rc = walk(d, err);
	if (!rc)
		say_all(d, began);
	return rc;
}
