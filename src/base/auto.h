/*
 * auto.h - the few compiler attributes the code relies on
 *
 * HT_CHECKED   the result must be looked at
 * HT_AUTO(t)   a handle of `struct t` released by t_done() at scope end
 * HT_PRINTF    arguments are checked against the format
 *
 * Floor 1 (base).
 */
#ifndef HT_BASE_AUTO_H
#define HT_BASE_AUTO_H

#define HT_CHECKED __attribute__((warn_unused_result))

#define HT_AUTO(type) __attribute__((cleanup(type##_done))) struct type

#define HT_PRINTF(at, first) __attribute__((format(printf, at, first)))

#define HT_LEN(array) (sizeof(array) / sizeof((array)[0]))

#endif
