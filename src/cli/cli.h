/*
 * cli.h - the command line: one table of commands, one exit code each
 *
 * Floor 6 (cli).
 */
#ifndef HT_CLI_CLI_H
#define HT_CLI_CLI_H

/* Exit code: 0 done, 1 refused or failed, 2 wrong usage. */
int ht_cli_main(int argc, char **argv);

#endif
