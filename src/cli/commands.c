/*
 * The table of commands.  Dispatch, help, man page and completion come from
 * it alone.
 */
#include "cli/commands.h"

#include "cli/cli.h"

static const struct ht_cli_option none[] = { { NULL, NULL } };
static const struct ht_cli_option init_options[] = { { "office", "NAME" },
						     { "unit", "CODE" },
						     { "demo", NULL },
						     { NULL, NULL } };
static const struct ht_cli_option demo_options[] = { { "profile", "NAME" },
						     { "seed", "N" },
						     { NULL, NULL } };
static const struct ht_cli_option gen_options[] = {
	{ "profile", "NAME" }, { "seed", "N" },    { "out", "OUT" },
	{ "people", "N" },     { "entries", "N" }, { "errors", "LEVEL" },
	{ NULL, NULL }
};
static const struct ht_cli_option find_options[] = {
	{ "name", "TEXT" },   { "born", "DATE" },   { "sex", "1|2" },
	{ "mother", "TEXT" }, { "father", "TEXT" }, { "unit", "CODE" },
	{ "number", "TEXT" }, { "explain", NULL },  { NULL, NULL }
};
static const struct ht_cli_option import_options[] = {
	{ "stream", "LS|DC" }, { "type", "ID" },     { "refused", "FILE" },
	{ "doubled", NULL },   { "office", "CODE" }, { NULL, NULL }
};
static const struct ht_cli_option reconcile_options[] = { { "between",
							    "A-B[-C]" },
							  { "out", "FILE" },
							  { "stream", "LS|DC" },
							  { NULL, NULL } };
static const struct ht_cli_option score_options[] = { { "truth", "FILE" },
						      { "classes", "FILE" },
						      { NULL, NULL } };
static const struct ht_cli_option export_options[] = { { "book", "KEY" },
						       { "out", "OUT" },
						       { "layout", "ID" },
						       { "draft", NULL },
						       { NULL, NULL } };
static const struct ht_cli_option report_options[] = { { "at", "DATE" },
						       { "format", "NAME" },
						       { "out", "FILE" },
						       { NULL, NULL } };
static const struct ht_cli_option verify_options[] = { { "checkpoint", "FILE" },
						       { NULL, NULL } };
static const struct ht_cli_option entry_list_options[] = {
	{ "state", "NAME" }, { "class", "NAME" },   { "stream", "LS|DC" },
	{ "book", "KEY" },   { "limit", "N" },      { "after", "ENTRY" },
	{ "type", "ID" },    { "unit", "CODE" },    { "done", NULL },
	{ "from", "DATE" },  { "at", "DATE" },      { "field", "ID" },
	{ "kind", "NAME" },  { "open", NULL },      { "decided", NULL },
	{ "rule", "ID" },    { "on", "DATE" },      { "era", "ID" },
	{ "linked", NULL },  { "register", "HOW" }, { "not-done", NULL },
	{ NULL, NULL }
};
static const struct ht_cli_option entry_find_options[] = {
	{ "name", "TEXT" },   { "born", "DATE" },   { "id12", "NUMBER" },
	{ "number", "TEXT" }, { "volume", "TEXT" }, { "type", "ID" },
	{ "limit", "N" },     { "after", "ENTRY" }, { NULL, NULL }
};
static const struct ht_cli_option book_new_options[] = {
	{ "type", "ID" },      { "unit", "CODE" },   { "office", "NAME" },
	{ "volume", "TEXT" },  { "year", "YEAR" },   { "era", "ID" },
	{ "stream", "LS|DC" }, { "numbers", "N-N" }, { NULL, NULL }
};
static const struct ht_cli_option page_options[] = { { "book", "KEY" },
						     { "page", "N" },
						     { NULL, NULL } };
static const struct ht_cli_option map_options[] = { { "book", "KEY" },
						    { NULL, NULL } };
static const struct ht_cli_option key_options[] = {
	{ "book", "KEY" },     { "number", "TEXT" }, { "values", "FILE" },
	{ "stream", "LS|DC" }, { "page", "N" },      { "doubled", "TEXT" },
	{ "look", NULL },      { NULL, NULL }
};
static const struct ht_cli_option amend_options[] = { { "values", "FILE" },
						      { "version", "N" },
						      { "stream", "LS|DC" },
						      { NULL, NULL } };
static const struct ht_cli_option next_options[] = { { "book", "KEY" },
						     { "after", "TEXT" },
						     { "number", "TEXT" },
						     { "gaps", NULL },
						     { NULL, NULL } };
static const struct ht_cli_option draft_options[] = { { "book", "KEY" },
						      { "number", "TEXT" },
						      { "values", "FILE" },
						      { NULL, NULL } };
static const struct ht_cli_option difference_options[] = {
	{ "out", "FILE" }, { "book", "KEY" }, { "all", NULL }, { NULL, NULL }
};
static const struct ht_cli_option take_options[] = { { "stream", "LS|DC" },
						     { NULL, NULL } };
static const struct ht_cli_option decide_options[] = {
	{ "role", "ID" },    { "field", "ID" },      { "outcome", "NAME" },
	{ "basis", "TEXT" }, { "document", "TEXT" }, { "stream", "LS|DC" },
	{ "version", "N" },  { NULL, NULL }
};
static const struct ht_cli_option pick_options[] = {
	{ "role", "ID" },    { "person", "NUMBER" }, { "none", NULL },
	{ "basis", "TEXT" }, { "stream", "LS|DC" },  { "version", "N" },
	{ NULL, NULL }
};
static const struct ht_cli_option step_options[] = { { "stream", "LS|DC" },
						     { "book", "KEY" },
						     { "reason", "TEXT" },
						     { "version", "N" },
						     { NULL, NULL } };
static const struct ht_cli_option staff_options[] = {
	{ "name", "TEXT" }, { "role", "ID" },   { "from", "DATE" },
	{ "to", "DATE" },   { "office", "ID" }, { NULL, NULL }
};
static const struct ht_cli_option plan_options[] = { { "stream", "LS|DC" },
						     { "year", "YEAR" },
						     { NULL, NULL } };
static const struct ht_cli_option load_options[] = { { "refused", "FILE" },
						     { NULL, NULL } };
static const struct ht_cli_option unit_find_options[] = { { "on", "DATE" },
							  { "code", NULL },
							  { NULL, NULL } };
static const struct ht_cli_option serve_options[] = {
	{ "listen", "ADDR:PORT" }, { "web", "FOLDER" }, { "cert", "FILE" },
	{ "key", "FILE" },         { "rate", "N" },     { NULL, NULL }
};
static const struct ht_cli_option bench_options[] = {
	{ "people", "N" }, { "records", "N" }, { "seed", "N" }, { NULL, NULL }
};

const struct ht_command ht_commands[] = {
	{ "init", NULL, "DIR", 1, 1, init_options, ht_cmd_init },
	{ "demo", NULL, "DIR", 1, 1, demo_options, ht_cmd_demo },
	{ "gen", NULL, "", 0, 0, gen_options, ht_cmd_gen },
	{ "population", "load", "DIR FILE...", 2, 250, none,
	  ht_cmd_population_load },
	{ "population", "find", "DIR", 1, 1, find_options,
	  ht_cmd_population_find },
	{ "book", "import", "DIR FILE...", 2, 250, import_options,
	  ht_cmd_book_import },
	{ "book", "list", "DIR", 1, 1, none, ht_cmd_book_list },
	{ "book", "new", "DIR", 1, 1, book_new_options, ht_cmd_book_new },
	{ "book", "map", "DIR", 1, 1, map_options, ht_cmd_book_map },
	{ "book", "export", "DIR", 1, 1, export_options, ht_cmd_book_export },
	{ "page", "attach", "DIR FILE...", 2, 250, page_options,
	  ht_cmd_page_attach },
	{ "register", "load", "DIR FILE...", 2, 250, load_options,
	  ht_cmd_register_load },
	{ "reconcile", NULL, "DIR", 1, 1, reconcile_options, ht_cmd_reconcile },
	{ "score", NULL, "", 0, 0, score_options, ht_cmd_score },
	{ "report", "install", "DIR FILE...", 2, 250, none,
	  ht_cmd_report_install },
	{ "report", "list", "DIR", 1, 1, none, ht_cmd_report_list },
	{ "report", NULL, "DIR NAME", 2, 2, report_options, ht_cmd_report },
	{ "difference", "export", "DIR", 1, 1, difference_options,
	  ht_cmd_difference_export },
	{ "difference", "import", "DIR FILE", 2, 2, take_options,
	  ht_cmd_difference_import },
	{ "entry", "list", "DIR", 1, 1, entry_list_options, ht_cmd_entry_list },
	{ "entry", "find", "DIR", 1, 1, entry_find_options, ht_cmd_entry_find },
	{ "entry", "index", "DIR", 1, 1, none, ht_cmd_entry_index },
	{ "entry", "show", "DIR ENTRY", 2, 2, none, ht_cmd_entry_show },
	{ "entry", "next", "DIR", 1, 1, next_options, ht_cmd_entry_next },
	{ "entry", "key", "DIR", 1, 1, key_options, ht_cmd_entry_key },
	{ "entry", "amend", "DIR ENTRY", 2, 2, amend_options,
	  ht_cmd_entry_amend },
	{ "entry", "draft", "DIR", 1, 1, draft_options, ht_cmd_entry_draft },
	{ "entry", "pick", "DIR ENTRY", 2, 2, pick_options, ht_cmd_entry_pick },
	{ "entry", "decide", "DIR ENTRY", 2, 2, decide_options,
	  ht_cmd_entry_decide },
	{ "entry", "confirm", "DIR [ENTRY]", 1, 2, step_options,
	  ht_cmd_entry_confirm },
	{ "entry", "check", "DIR [ENTRY]", 1, 2, step_options,
	  ht_cmd_entry_check },
	{ "entry", "accept", "DIR [ENTRY]", 1, 2, step_options,
	  ht_cmd_entry_accept },
	{ "entry", "approve", "DIR [ENTRY]", 1, 2, step_options,
	  ht_cmd_entry_approve },
	{ "entry", "return", "DIR [ENTRY]", 1, 2, step_options,
	  ht_cmd_entry_return },
	{ "entry", "handover", "DIR [ENTRY]", 1, 2, step_options,
	  ht_cmd_entry_handover },
	{ "staff", "add", "DIR LOGIN", 2, 2, staff_options, ht_cmd_staff_add },
	{ "staff", "list", "DIR", 1, 1, none, ht_cmd_staff_list },
	{ "staff", "password", "DIR LOGIN", 2, 2, none, ht_cmd_staff_password },
	{ "type", "install", "DIR FILE...", 2, 250, none, ht_cmd_type_install },
	{ "type", "list", "DIR", 1, 1, none, ht_cmd_type_list },
	{ "unit", "find", "DIR TEXT", 2, 2, unit_find_options,
	  ht_cmd_unit_find },
	{ "unit", "import", "DIR FILE", 2, 2, none, ht_cmd_unit_import },
	{ "plan", "import", "DIR FILE...", 2, 250, plan_options,
	  ht_cmd_plan_import },
	{ "journal", "verify", "DIR", 1, 1, verify_options,
	  ht_cmd_journal_verify },
	{ "journal", "checkpoint", "DIR OUT", 2, 2, none,
	  ht_cmd_journal_checkpoint },
	{ "backup", NULL, "DIR OUT", 2, 2, none, ht_cmd_backup },
	{ "restore", NULL, "OUT DIR", 2, 2, none, ht_cmd_restore },
	{ "serve", NULL, "DIR", 1, 1, serve_options, ht_cmd_serve },
	{ "bench", NULL, "NAME", 1, 1, bench_options, ht_cmd_bench },
	{ "help", NULL, "[man|bash]", 0, 1, none, ht_cmd_help },
	{ NULL, NULL, NULL, 0, 0, NULL, NULL },
};
