/*
 * metrics.h - what the server has done, in figures
 *
 * Counters that any thread adds to, written in the text form of Prometheus.
 *
 * Floor 6 (http).  Shared.
 */
#ifndef HT_HTTP_METRICS_H
#define HT_HTTP_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "base/buf.h"

enum { HT_METRIC_STEPS = 12, HT_METRIC_KINDS = 5 };

struct ht_metrics {
	atomic_uint_fast64_t status[6]; /* by hundreds of the status */
	/* how long replies took, by kind of route: 1 ms, 2 ms, 4 ms ... */
	atomic_uint_fast64_t took[HT_METRIC_KINDS][HT_METRIC_STEPS + 1];
	atomic_uint_fast64_t took_us[HT_METRIC_KINDS];
	atomic_uint_fast64_t signed_in, refused, limited, cut_off;
	atomic_int connections;
};

void ht_metrics_add(struct ht_metrics *metrics, int kind, unsigned status,
		    int64_t took_us);
void ht_metrics_write(struct ht_metrics *metrics, struct ht_buf *out);

#endif
