#include "gen/out.h"

enum { PIECE = 256 << 10, BUF_MAX = 64 << 20 };

enum ht_rc ht_gen_out_open(struct ht_gen_out *out,
			   const struct ht_gen_sink *sink, const char *name,
			   struct ht_err *err)
{
	enum ht_rc rc;

	*out = (struct ht_gen_out){ .sink = sink };
	rc = sink->open(sink->arg, name, &out->file, err);
	if (rc) {
		out->file = NULL;
		return rc;
	}
	ht_buf_init(&out->buf, BUF_MAX);
	return HT_OK;
}

static enum ht_rc hand_on(struct ht_gen_out *out, struct ht_err *err)
{
	enum ht_rc rc = ht_buf_check(&out->buf, err);

	if (!rc && out->buf.n)
		rc = out->sink->write(out->sink->arg, out->file,
				      ht_buf_str(&out->buf), err);
	ht_buf_clear(&out->buf);
	return rc;
}

enum ht_rc ht_gen_out_flush(struct ht_gen_out *out, struct ht_err *err)
{
	return out->buf.n < PIECE ? HT_OK : hand_on(out, err);
}

enum ht_rc ht_gen_out_close(struct ht_gen_out *out, struct ht_err *err)
{
	enum ht_rc rc = hand_on(out, err), last;

	last = out->sink->close(out->sink->arg, out->file, rc ? NULL : err);
	out->file = NULL;
	ht_buf_done(&out->buf);
	return rc ? rc : last;
}

void ht_gen_out_done(struct ht_gen_out *out)
{
	if (!out->file)
		return;
	if (out->sink->close(out->sink->arg, out->file, NULL))
		out->file = NULL; /* the first error is the one to tell */
	out->file = NULL;
	ht_buf_done(&out->buf);
}
