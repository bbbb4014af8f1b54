#include "cli/cli.h"

#include <stdio.h>

int ht_cli_main(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	fputs("hotich: no command yet\n", stderr);
	return 2;
}
