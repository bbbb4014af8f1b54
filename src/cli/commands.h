/*
 * commands.h - what each command of the table does
 *
 * A command decodes its words, calls one use case of app/, and prints.  No
 * rule, no right and no table is touched here.
 *
 * Floor 7 (cli).
 */
#ifndef HT_CLI_COMMANDS_H
#define HT_CLI_COMMANDS_H

#include "cli/cli.h"

typedef enum ht_rc ht_cmd(struct ht_cli *cli, struct ht_err *err);

ht_cmd ht_cmd_init, ht_cmd_demo, ht_cmd_gen;
ht_cmd ht_cmd_population_load, ht_cmd_population_find;
ht_cmd ht_cmd_book_import, ht_cmd_book_list, ht_cmd_book_export;
ht_cmd ht_cmd_book_new, ht_cmd_book_map;
ht_cmd ht_cmd_entry_key, ht_cmd_entry_amend, ht_cmd_entry_next;
ht_cmd ht_cmd_entry_draft, ht_cmd_page_attach;
ht_cmd ht_cmd_register_load, ht_cmd_reconcile, ht_cmd_score, ht_cmd_report;
ht_cmd ht_cmd_report_install, ht_cmd_report_list;
ht_cmd ht_cmd_difference_export, ht_cmd_difference_import;
ht_cmd ht_cmd_entry_list, ht_cmd_entry_show, ht_cmd_entry_pick;
ht_cmd ht_cmd_entry_decide, ht_cmd_entry_confirm, ht_cmd_entry_check;
ht_cmd ht_cmd_entry_accept, ht_cmd_entry_approve, ht_cmd_entry_return;
ht_cmd ht_cmd_entry_handover, ht_cmd_entry_find, ht_cmd_entry_index;
ht_cmd ht_cmd_staff_add, ht_cmd_staff_list, ht_cmd_staff_password;
ht_cmd ht_cmd_serve;
ht_cmd ht_cmd_type_install, ht_cmd_type_list;
ht_cmd ht_cmd_unit_find, ht_cmd_unit_import, ht_cmd_plan_import;
ht_cmd ht_cmd_journal_verify, ht_cmd_journal_checkpoint;
ht_cmd ht_cmd_backup, ht_cmd_restore, ht_cmd_bench, ht_cmd_help;

#endif
