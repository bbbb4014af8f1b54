/* From argv to one exit code; the only place that prints an error. */
#include "cli/cli.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cli/args.h"
#include "cli/help.h"
#include "sys/text.h"

enum { HELP_BYTES_MAX = 1 << 20, PAIRS_MAX = 16 };

void ht_cli_say(const struct ht_cli *cli, const char *key, ...)
{
	struct ht_arena mem = { 0 };
	const char *pairs[2 * PAIRS_MAX];
	size_t count = 0;
	va_list list;
	ht_str text;

	va_start(list, key);
	while (count < PAIRS_MAX) {
		const char *name = va_arg(list, const char *);

		if (!name)
			break;
		pairs[2 * count] = name;
		pairs[2 * count++ + 1] = va_arg(list, const char *);
	}
	va_end(list);
	text = ht_text_fill(&mem, key, pairs, count);
	fprintf(cli->out, "%.*s\n", HT_STR_ARG(text));
	ht_arena_done(&mem);
}

const char *ht_cli_count(struct ht_cli *cli, int64_t number)
{
	return ht_text_count(&cli->mem, number).p;
}

enum ht_rc ht_cli_open(struct ht_cli *cli, struct ht_app *app,
		       struct ht_err *err)
{
	const struct ht_app_options options = {
		.as = ht_cli_get(cli, "as"),
		.purpose = ht_cli_get(cli, "purpose"),
	};

	return ht_app_open(app, cli->words[0], &options, err);
}

void ht_cli_print(const struct ht_cli *cli, struct ht_buf *json)
{
	fprintf(cli->out, "%.*s\n", HT_STR_ARG(ht_buf_str(json)));
	ht_buf_done(json);
}

static void put_args(struct ht_json_writer *w, const struct ht_err *err)
{
	const char *at = err->args, *end = err->args + err->args_n;

	ht_json_key(w, "args");
	ht_json_open_object(w);
	while (at < end) {
		const char *value = at + strlen(at) + 1;

		ht_json_key(w, at);
		ht_json_put_str(w, ht_str_from(value));
		at = value + strlen(value) + 1;
	}
	ht_json_close_object(w);
}

static void say_error_json(const struct ht_err *err, ht_str text)
{
	struct ht_json_writer w;
	struct ht_buf out;

	ht_buf_init(&out, 1 << 16);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "error");
	ht_json_open_object(&w);
	ht_json_key(&w, "class");
	ht_json_put_str(&w, ht_str_from(ht_rc_name(err->rc)));
	ht_json_key(&w, "key");
	ht_json_put_str(&w, ht_str_from(err->key));
	ht_json_key(&w, "field");
	ht_json_put_str(&w, ht_str_from(err->field));
	ht_json_key(&w, "message");
	ht_json_put_str(&w, text);
	put_args(&w, err);
	ht_json_close_object(&w);
	ht_json_close_object(&w);
	fprintf(stderr, "%.*s\n", HT_STR_ARG(ht_buf_str(&out)));
	ht_buf_done(&out);
}

/* One line, whatever the text's arguments hold. */
static void say_error(const struct ht_cli *cli, const struct ht_err *err)
{
	struct ht_arena mem = { 0 };
	ht_str text = ht_text_error(&mem, err);
	char *line = ht_arena_print(&mem, "%.*s", HT_STR_ARG(text)).p
			     ? (char *)ht_arena_alloc(&mem, text.n + 1)
			     : NULL;

	for (size_t i = 0; i < text.n; i++)
		line[i] = text.p[i] == '\n' || text.p[i] == '\r' ? ' '
								 : text.p[i];
	if (cli->command && ht_cli_has(cli, "json"))
		say_error_json(err, (ht_str){ line, text.n });
	else
		fprintf(stderr, "hotich: %s\n", line);
	if (getenv("HT_DEBUG"))
		fprintf(stderr, "%s %s:%d %s\n", err->key,
			err->file ? err->file : "", err->line, err->detail);
	ht_arena_done(&mem);
}

static void print_help(const struct ht_cli *cli)
{
	struct ht_buf out;

	ht_buf_init(&out, HELP_BYTES_MAX);
	if (cli->command)
		ht_help_command(&out, cli->command);
	else
		ht_help_all(&out);
	fprintf(cli->out, "%.*s", HT_STR_ARG(ht_buf_str(&out)));
	ht_buf_done(&out);
}

/* What a full disk or a closed pipe swallowed must not look like success. */
static enum ht_rc flush_out(struct ht_cli *cli, struct ht_err *err)
{
	if (fflush(cli->out) == 0 && !ferror(cli->out))
		return HT_OK;
	return ht_fail(err, HT_EIO, "cli.output", "", "errno %d", errno);
}

static enum ht_rc run(struct ht_cli *cli, int argc, char **argv,
		      struct ht_err *err)
{
	enum ht_rc rc;

	if (argc < 2 || strcmp(argv[1], "--help") == 0 ||
	    strcmp(argv[1], "-h") == 0) {
		print_help(cli);
		return argc < 2 ? HT_EUSAGE : HT_OK;
	}
	/* `hotich NOUN --help` without a verb: the whole list */
	if (argc == 3 && strcmp(argv[2], "--help") == 0 &&
	    !ht_command_find(argv[1], NULL) && ht_command_has_noun(argv[1])) {
		print_help(cli);
		return HT_OK;
	}
	rc = ht_cli_parse(cli, argc, argv, err);
	if (rc)
		return rc;
	if (ht_cli_has(cli, "help")) {
		print_help(cli);
		return HT_OK;
	}
	return cli->command->run(cli, err);
}

int ht_cli_main(int argc, char **argv)
{
	struct ht_cli cli = { .out = stdout };
	struct ht_err err = { 0 };
	enum ht_rc rc = run(&cli, argc, argv, &err), flushed;

	flushed = flush_out(&cli, rc ? NULL : &err);
	if (!rc)
		rc = flushed;
	if (rc && err.key[0])
		say_error(&cli, &err);
	ht_arena_done(&cli.mem);
	if (rc == HT_EUSAGE)
		return 2;
	/* journal verify: 2 says that it could not look */
	return rc ? cli.exit_code ? cli.exit_code : 1 : cli.exit_code;
}
