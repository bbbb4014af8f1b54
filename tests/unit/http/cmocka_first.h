/*
 * cmocka_first.h - what cmocka wants before itself
 */
#ifndef HT_TESTS_HTTP_CMOCKA_FIRST_H
#define HT_TESTS_HTTP_CMOCKA_FIRST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#endif
