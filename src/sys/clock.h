/*
 * clock.h - the only clock
 *
 * UTC milliseconds for stamps; the law's civil day is that of UTC+7, whatever
 * the machine says.  HT_NOW (ISO date or UTC milliseconds) in the environment
 * stops the clock for tests; the program honours it only for directories
 * marked as demonstration (app checks).
 *
 * Floor 2 (sys).
 */
#ifndef HT_SYS_CLOCK_H
#define HT_SYS_CLOCK_H

#include <stdint.h>

#include "base/date.h"

int64_t ht_clock_now_ms(void);
/* Milliseconds that never step back, for measuring. */
int64_t ht_clock_tick_ms(void);
int64_t ht_clock_tick_us(void);       /* the same, finer */
ht_date ht_clock_day(int64_t utc_ms); /* civil day at UTC+7 */

#endif
