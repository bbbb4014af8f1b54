/*
 * out.h - one file being written through the caller's sink
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_OUT_H
#define HT_GEN_OUT_H

#include "base/buf.h"
#include "gen/gen.h"

struct ht_gen_out {
	const struct ht_gen_sink *sink;
	void *file; /* NULL: not open */
	struct ht_buf buf;
};

HT_CHECKED enum ht_rc ht_gen_out_open(struct ht_gen_out *out,
				      const struct ht_gen_sink *sink,
				      const char *name, struct ht_err *err);
/* Hand on what has piled up, if it is enough to be worth it. */
HT_CHECKED enum ht_rc ht_gen_out_flush(struct ht_gen_out *out,
				       struct ht_err *err);
/* Hand on the rest and close. */
HT_CHECKED enum ht_rc ht_gen_out_close(struct ht_gen_out *out,
				       struct ht_err *err);
/* Close without looking: after an error. */
void ht_gen_out_done(struct ht_gen_out *out);

#endif
