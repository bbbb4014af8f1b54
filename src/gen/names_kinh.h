/*
 * names_kinh.h - the lists of names_kinh.c
 *
 * Floor 3 (gen).  Inside gen only.
 */
#ifndef HT_GEN_NAMES_KINH_H
#define HT_GEN_NAMES_KINH_H

extern const char ht_gen_kinh_family[];
extern const char ht_gen_kinh_middle_m[];
extern const char ht_gen_kinh_middle_f[];
extern const char ht_gen_kinh_given_m[];
extern const char ht_gen_kinh_given_f[];

#endif
