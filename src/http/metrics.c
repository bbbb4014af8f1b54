#include "http/metrics.h"

static const char *const kinds[HT_METRIC_KINDS] = { "read", "write", "work",
						    "sign", "stream" };

void ht_metrics_add(struct ht_metrics *m, int kind, unsigned status,
		    int64_t took_us)
{
	size_t step = 0;

	while (step < HT_METRIC_STEPS && took_us > (int64_t)1000 << step)
		step++;
	atomic_fetch_add(&m->status[status / 100 % 6], 1);
	atomic_fetch_add(&m->took[kind][step], 1);
	atomic_fetch_add(&m->took_us[kind], (uint64_t)took_us);
}

static void put_took(struct ht_metrics *m, struct ht_buf *out, int kind)
{
	uint64_t sum = 0;

	for (int i = 0; i <= HT_METRIC_STEPS; i++) {
		sum += atomic_load(&m->took[kind][i]);
		ht_buf_print(out, "hotich_request_seconds_bucket{kind=\"%s\",",
			     kinds[kind]);
		if (i == HT_METRIC_STEPS)
			ht_buf_print(out, "le=\"+Inf\"} %llu\n",
				     (unsigned long long)sum);
		else
			ht_buf_print(out, "le=\"%g\"} %llu\n",
				     (double)(1 << i) / 1000,
				     (unsigned long long)sum);
	}
	ht_buf_print(out, "hotich_request_seconds_sum{kind=\"%s\"} %.6f\n",
		     kinds[kind],
		     (double)atomic_load(&m->took_us[kind]) / 1000000);
	ht_buf_print(out, "hotich_request_seconds_count{kind=\"%s\"} %llu\n",
		     kinds[kind], (unsigned long long)sum);
}

static void put_one(struct ht_buf *out, const char *name, const char *type,
		    uint64_t number)
{
	ht_buf_print(out, "# TYPE hotich_%s %s\nhotich_%s %llu\n", name, type,
		     name, (unsigned long long)number);
}

void ht_metrics_write(struct ht_metrics *m, struct ht_buf *out)
{
	ht_buf_add(out, HT_STR("# TYPE hotich_replies_total counter\n"));
	for (int i = 1; i < 6; i++)
		ht_buf_print(out,
			     "hotich_replies_total{status=\"%dxx\"} %llu\n", i,
			     (unsigned long long)atomic_load(&m->status[i]));
	ht_buf_add(out, HT_STR("# TYPE hotich_request_seconds histogram\n"));
	for (int i = 0; i < HT_METRIC_KINDS; i++)
		put_took(m, out, i);
	put_one(out, "sign_ins_total", "counter", atomic_load(&m->signed_in));
	put_one(out, "refused_total", "counter", atomic_load(&m->refused));
	put_one(out, "limited_total", "counter", atomic_load(&m->limited));
	put_one(out, "cut_off_total", "counter", atomic_load(&m->cut_off));
	put_one(out, "connections", "gauge",
		(uint64_t)atomic_load(&m->connections));
}
