/* Targets, cookies and routes: whatever comes, what is taken is clean. */
#include "base/utf8.h"
#include "http/route.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(ht_str text)
{
	if (ht_utf8_check(text) >= 0)
		__builtin_trap();
	for (size_t i = 0; i < text.n; i++) {
		if ((unsigned char)text.p[i] < 0x20 || text.p[i] == 0x7F)
			__builtin_trap();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ht_str text = { (const char *)data, size };
	struct ht_arena mem = { 0 };
	struct ht_url url;
	ht_str value = ht_cookie_find(text, "sid");

	if (value.n > size)
		__builtin_trap();
	if (ht_url_read(&mem, text, &url)) {
		for (size_t i = 0; i < url.piece_count; i++) {
			check_text(url.pieces[i]);
			if (!url.pieces[i].n)
				__builtin_trap();
		}
		for (size_t i = 0; i < url.pair_count; i++) {
			check_text(url.pairs[i].name);
			check_text(url.pairs[i].value);
		}
		for (int m = 0; m < HT_METHODS; m++) {
			bool is_path;
			const struct ht_route *route = ht_route_find(
				(enum ht_method)m, &url, &is_path);

			if (route && !is_path)
				__builtin_trap();
			if (route)
				check_text(ht_route_part(route, &url, "book"));
		}
	}
	ht_arena_done(&mem);
	return 0;
}
