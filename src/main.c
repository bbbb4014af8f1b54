#include "cli/cli.h"

int main(int argc, char **argv)
{
	return ht_cli_main(argc, argv);
}
