#include "cli/commands.h"
#include "http/server.h"

enum { RATE = 20 };

/* The one line a script waits for, at once also through a pipe. */
static void say_ready(void *arg, const char *url)
{
	struct ht_cli *cli = arg;
	struct ht_json_writer w;
	struct ht_buf out;

	if (!ht_cli_has(cli, "json")) {
		ht_cli_say(cli, "serve.ready", "url", url, NULL);
		fflush(cli->out);
		return;
	}
	ht_buf_init(&out, 1 << 12);
	ht_json_begin(&w, &out);
	ht_json_open_object(&w);
	ht_json_key(&w, "url");
	ht_json_put_str(&w, ht_str_from(url));
	ht_json_close_object(&w);
	ht_cli_print(cli, &out);
	fflush(cli->out);
}

enum ht_rc ht_cmd_serve(struct ht_cli *cli, struct ht_err *err)
{
	struct ht_server_options options = {
		.dir = cli->words[0],
		.listen = ht_cli_get(cli, "listen"),
		.web = ht_cli_get(cli, "web"),
		.cert = ht_cli_get(cli, "cert"),
		.key = ht_cli_get(cli, "key"),
	};
	enum ht_rc rc = ht_cli_number(cli, "rate", RATE, &options.rate, err);

	return rc ? rc : ht_server_run(&options, say_ready, cli, err);
}
