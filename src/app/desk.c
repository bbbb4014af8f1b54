#include "app/desk.h"

struct ht_desk *ht_desk_of(struct ht_app *app)
{
	if (!app->desk)
		app->desk = ht_mem_alloc(1, sizeof *app->desk);
	return app->desk;
}

void ht_desk_free(struct ht_desk *desk)
{
	if (!desk)
		return;
	for (size_t i = 0; i < HT_DESK_BOOKS; i++)
		ht_suggest_free(desk->books[i]);
	ht_mem_free(desk);
}

static struct ht_desk_mark *place_of(struct ht_desk *desk, ht_id staff,
				     ht_id book, uint64_t slot)
{
	uint64_t at = slot ^ (uint64_t)staff * 0x9E3779B97F4A7C15 ^
		      (uint64_t)book * 0xC2B2AE3D27D4EB4F;

	return &desk->marks[(at ^ at >> 29) % HT_DESK_MARKS];
}

static bool is_of(const struct ht_desk_mark *mark, ht_id staff, ht_id book,
		  uint64_t slot)
{
	return mark->staff == staff && mark->book == book && mark->slot == slot;
}

bool ht_desk_wants_mark(struct ht_desk *desk, ht_id staff, ht_id book,
			ht_str slot, int64_t now_ms)
{
	uint64_t hash = ht_str_hash(slot);
	struct ht_desk_mark *mark = place_of(desk, staff, book, hash);

	if (is_of(mark, staff, book, hash) && now_ms >= mark->at_ms &&
	    now_ms - mark->at_ms < HT_DESK_MARK_MS)
		return false;
	*mark = (struct ht_desk_mark){ staff, book, hash, now_ms };
	return true;
}

void ht_desk_forget_mark(struct ht_desk *desk, ht_id staff, ht_id book,
			 ht_str slot)
{
	uint64_t hash = ht_str_hash(slot);
	struct ht_desk_mark *mark = place_of(desk, staff, book, hash);

	if (is_of(mark, staff, book, hash))
		*mark = (struct ht_desk_mark){ 0 };
}
